package dev.probation.agent.names;

import dev.probation.agent.time.Time;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a driver that keeps its connections to a host. Each is connected to what the name stands for at that moment;
 * when the name no longer stands for the address of one that is open, their owner is told to give its connections up.
 */
public final class KeptSockets implements AutoCloseable {

    /** With the time of a lookup, less than the half minute within which an address that was lost is left. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private final HostNames names;
    private final Time time;
    private final String host;
    private final int port;
    private final Duration within;
    private final Supplier<Socket> unconnected;
    private final String id = UUID.randomUUID().toString();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Time.@Nullable Cancellable timer;
    private volatile boolean closed;

    /** @param within for the lookup, and for connecting after it */
    public KeptSockets(
            HostNames names, Time time, String host, int port, Duration within, Supplier<Socket> unconnected) {
        this.names = names;
        this.time = time;
        this.host = host;
        this.port = port;
        this.within = within;
        this.unconnected = unconnected;
        KeptSocketFactory.register(id, this);
    }

    /** By which {@link KeptSocketFactory} finds these, until they are closed. */
    public String id() {
        return id;
    }

    /** Whether a connection is open. */
    public boolean areOpen() {
        open.removeIf(Socket::isClosed);
        return !open.isEmpty();
    }

    /** A connected one. Blocks. */
    Socket connect() throws IOException {
        Socket socket = now().connect(port, within, unconnected);
        open.removeIf(Socket::isClosed);
        open.add(socket);
        return socket;
    }

    private FoundHost now() throws IOException {
        try {
            return names.findNow(host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException unknown) {
            if (unknown.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(unknown.getCause());
        } catch (TimeoutException late) {
            throw ResolverException.silent();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** From now on looks after the name, and has the connections given up where it has moved. */
    public void watch(Runnable givingUp) {
        if (closed) {
            return;
        }
        timer = time.after(BETWEEN_LOOKS, () -> look(givingUp));
    }

    private void look(Runnable givingUp) {
        if (areOpen()) {
            names.findNow(host)
                    .onSuccess(found -> {
                        if (areOpen() && !open.stream().allMatch(found::has)) {
                            givingUp.run();
                        }
                    })
                    .onFailure(unknown -> {
                        if (unknown instanceof NameGoneException) {
                            givingUp.run();
                        }
                    });
        }
        watch(givingUp);
    }

    /** Looks no more, and opens none. Leaves those that are open to their owner. */
    @Override
    public void close() {
        closed = true;
        KeptSocketFactory.forget(id);
        Time.Cancellable next = timer;
        if (next != null) {
            next.cancel();
        }
    }
}
