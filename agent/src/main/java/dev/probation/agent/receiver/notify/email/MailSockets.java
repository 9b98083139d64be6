package dev.probation.agent.receiver.notify.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** The sockets of one attempt, so that it can be cut off from outside. */
final class MailSockets {

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private <S extends Socket> S kept(S socket) {
        open.add(socket);
        return socket;
    }

    /** Ends all that reads from them or writes to them; may block for a while. */
    void close() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is of no use any more either way
            }
        }
    }

    SocketFactory plain() {
        return new Plain();
    }

    SSLSocketFactory secure(SSLSocketFactory trusting) {
        return new Secure(trusting);
    }

    private final class Plain extends SocketFactory {

        @Override
        public Socket createSocket() {
            return kept(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return kept(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return kept(new Socket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return kept(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return kept(new Socket(host, port, local, localPort));
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
