package dev.probation.agent.probe.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one target, so that a server that drips a byte now and then, which no timeout of the driver ends, can be
 * cut off at the deadline: while connecting, in TLS and in a query.
 */
final class OpenSockets implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(OpenSockets.class);

    /** The driver makes its socket factory by name, so the way to it is static. */
    private static final Map<String, OpenSockets> BY_ID = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    OpenSockets() {
        BY_ID.put(id, this);
    }

    String id() {
        return id;
    }

    private Socket open() {
        sockets.removeIf(Socket::isClosed);
        Socket socket = new Socket();
        sockets.add(socket);
        return socket;
    }

    /** Closes all that are open; later ones may be opened. */
    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException alreadyBroken) {
                log.debug("closing failed error={}", alreadyBroken.getClass().getSimpleName());
            }
        }
        sockets.clear();
    }

    /** Lets go of this for good. */
    void forget() {
        BY_ID.remove(id);
    }

    /** What the driver makes by name. */
    public static final class Factory extends SocketFactory {

        private final String id;

        public Factory(String id) {
            this.id = id;
        }

        @Override
        public Socket createSocket() throws IOException {
            return Optional.ofNullable(BY_ID.get(id))
                    .map(OpenSockets::open)
                    .orElseThrow(() -> new IOException("the target is closed"));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw unused();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            throw unused();
        }

        private static IOException unused() {
            return new IOException("expected the driver to connect the socket by itself");
        }
    }
}
