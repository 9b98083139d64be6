package dev.probation.agent.probe.postgres;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to a server, kept from one probe to the next and used by one at a time. Nothing is learned from a
 * connection: one that breaks in whatever way is closed, and the next is made as the first was. No pool does that: it asks its
 * first connection what the server can do, and believes for good what a broken one told.
 */
final class KeptConnection {

    /** From its last use on. Longer than most intervals; a service that nobody watches is left alone. */
    static final Duration KEPT = Duration.ofSeconds(90);

    private static final Logger log = LoggerFactory.getLogger(KeptConnection.class);

    private final Time time;
    private final BlockingCalls calls;
    private final DeadlineSockets sockets;
    private final Opening opening;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean closed;
    // written by whose turn it is, and read without a turn: the event loop is not to wait
    private volatile @Nullable Connection open;
    private volatile Time.@Nullable Cancellable end;

    /** Makes a connection. Blocks. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    /** Asks over a connection. Blocks. */
    @FunctionalInterface
    interface Question {
        Outcome ask(Connection connection) throws SQLException;
    }

    /** @param sockets that {@code opening} makes its connections with */
    KeptConnection(Time time, BlockingCalls calls, DeadlineSockets sockets, Opening opening) {
        this.time = time;
        this.calls = calls;
        this.sockets = sockets;
        this.opening = opening;
    }

    boolean isOpen() {
        return open != null;
    }

    /** Asks over the kept connection, and where there is none or it has broken meanwhile, over a new one. */
    Outcome ask(BlockingCall call, Question question) throws SQLException, InterruptedIOException {
        await(call);
        try {
            if (closed) {
                throw new SQLException("the target is closed");
            }
            call.closeAtDeadline(sockets);
            Connection kept = open;
            if (kept != null) {
                try {
                    return ask(kept, question);
                } catch (SQLException broken) {
                    if (call.isAborted()) {
                        throw broken;
                    }
                    log.debug("connection lost, connecting anew state={}", broken.getSQLState());
                }
            }
            return ask(made(), question);
        } finally {
            turn.unlock();
        }
    }

    private void await(BlockingCall call) throws InterruptedIOException {
        try {
            if (!turn.tryLock(call.left().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SocketTimeoutException("another question is still under way");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private Connection made() throws SQLException {
        boolean whole = false;
        try {
            Connection made = opening.open();
            open = made;
            whole = true;
            return made;
        } finally {
            if (!whole) {
                sockets.close();
            }
        }
    }

    private Outcome ask(Connection connection, Question question) throws SQLException {
        boolean whole = false;
        try {
            Outcome outcome = question.ask(connection);
            whole = true;
            keep();
            return outcome;
        } finally {
            if (!whole) {
                drop();
            }
        }
    }

    private void keep() {
        cancelEnd();
        end = time.after(KEPT, this::giveUp);
    }

    private void cancelEnd() {
        Time.Cancellable planned = end;
        if (planned != null) {
            planned.cancel();
        }
    }

    private void drop() {
        cancelEnd();
        Connection last = open;
        open = null;
        if (last != null) {
            close(last);
        }
        // what the driver leaves open of one that hangs
        sockets.close();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            log.debug("closing failed state={}", alreadyBroken.getSQLState());
        }
    }

    /** Closes the connection once nobody uses it. Does not block. */
    void giveUp() {
        Future<Boolean> unused = calls.run(() -> {
                    turn.lock();
                    try {
                        drop();
                    } finally {
                        turn.unlock();
                    }
                    return true;
                })
                .otherwiseEmpty();
    }

    /** Ends whoever uses it, and opens none. Blocks for as long as that takes. */
    void close() {
        closed = true;
        if (!turn.tryLock()) {
            sockets.close();
            turn.lock();
        }
        try {
            drop();
        } finally {
            turn.unlock();
        }
    }
}
