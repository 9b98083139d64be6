package dev.probation.agent.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Gives a driver its {@link KeptSockets}, connected already, so that it looks up nothing. A driver makes its socket factory by
 * the name of the class, so the way to them is static.
 */
public final class KeptSocketFactory extends SocketFactory {

    private static final Map<String, KeptSockets> BY_ID = new ConcurrentHashMap<>();

    private final String id;

    /** Called by the driver. */
    public KeptSocketFactory(String id) {
        this.id = id;
    }

    static void register(String id, KeptSockets sockets) {
        BY_ID.put(id, sockets);
    }

    static void forget(String id) {
        BY_ID.remove(id);
    }

    @Override
    public Socket createSocket() throws IOException {
        KeptSockets sockets = BY_ID.get(id);
        if (sockets == null) {
            throw new IOException("the connections to this host are closed");
        }
        return sockets.connect();
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
        return new IOException("expected the driver to take a connected socket");
    }
}
