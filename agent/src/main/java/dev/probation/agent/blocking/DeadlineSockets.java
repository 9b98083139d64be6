package dev.probation.agent.blocking;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that a driver opens, so that a server that drips a byte now and then, which no timeout of a driver ends, can be
 * cut off at the deadline: while connecting, in TLS, and while it answers.
 */
public final class DeadlineSockets implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(DeadlineSockets.class);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private <S extends Socket> S kept(S socket) {
        open.removeIf(Socket::isClosed);
        open.add(socket);
        return socket;
    }

    /** Ends all that reads from them or writes to them. Later ones may be opened. */
    @Override
    public void close() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException alreadyBroken) {
                log.debug("closing failed error={}", alreadyBroken.getClass().getSimpleName());
            }
        }
        open.clear();
    }

    /** Makes sockets without TLS. */
    public SocketFactory plain() {
        return new Plain();
    }

    /** Makes sockets with TLS; closing one may block. */
    public SSLSocketFactory secure(SSLSocketFactory trusting) {
        return new Secure(trusting);
    }

    private final class Plain extends SocketFactory {

        @Override
        public Socket createSocket() {
            return kept(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
        }

        /** Kept before it connects, which may hang. */
        private Socket connected(SocketAddress to, @Nullable SocketAddress from) throws IOException {
            Socket socket = createSocket();
            socket.bind(from);
            socket.connect(to);
            return socket;
        }
    }

    private final class Secure extends SSLSocketFactory {

        private final SSLSocketFactory trusting;

        Secure(SSLSocketFactory trusting) {
            this.trusting = trusting;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return trusting.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return trusting.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return kept(trusting.createSocket());
        }

        @Override
        public Socket createSocket(Socket over, String host, int port, boolean autoClose) throws IOException {
            return kept(trusting.createSocket(over, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return kept(trusting.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return kept(trusting.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return kept(trusting.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return kept(trusting.createSocket(host, port, local, localPort));
        }
    }
}
