package dev.probation.agent.blocking;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that a driver opens, so that a server that drips a byte now and then, which no timeout of a driver ends, can be
 * cut off at the deadline: while connecting, in TLS, and while it answers.
 */
public final class DeadlineSockets implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(DeadlineSockets.class);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** One that is to be connected, over which TLS may be spoken. */
    public Socket unconnected() {
        open.removeIf(Socket::isClosed);
        Socket socket = new Socket();
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
}
