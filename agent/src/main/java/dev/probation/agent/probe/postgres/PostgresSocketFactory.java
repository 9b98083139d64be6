package dev.probation.agent.probe.postgres;

import dev.probation.agent.blocking.DeadlineSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/** The sockets of one target. The driver makes its socket factory by name, so the way to them is static. */
public final class PostgresSocketFactory extends SocketFactory {

    private static final Map<String, DeadlineSockets> BY_ID = new ConcurrentHashMap<>();

    private final String id;

    /** Called by the driver. */
    public PostgresSocketFactory(String id) {
        this.id = id;
    }

    /** The id by which the driver finds {@code sockets}, until it is forgotten. */
    static String register(DeadlineSockets sockets) {
        String id = UUID.randomUUID().toString();
        BY_ID.put(id, sockets);
        return id;
    }

    static void forget(String id) {
        BY_ID.remove(id);
    }

    @Override
    public Socket createSocket() throws IOException {
        return Optional.ofNullable(BY_ID.get(id))
                .orElseThrow(() -> new IOException("the target is closed"))
                .plain()
                .createSocket();
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
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unused();
    }

    private static IOException unused() {
        return new IOException("expected the driver to connect the socket by itself");
    }
}
