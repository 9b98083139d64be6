package dev.probation.agent.http;

import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks host names up as the system does, beside the event loop, since that blocks. An address is kept for half a minute, as
 * by the JDK, and no longer than until no connection to it can be made: a container that was made anew has another one.
 * Vert.x itself would keep the first address for as long as it is asked.
 */
final class HostNames {

    /** Asks the system's resolver. Blocks. */
    @FunctionalInterface
    interface Resolver {

        /** At least one address. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * What a name stands for.
     *
     * @param addresses in the order in which they are to be tried
     * @param isNew whether it was looked up for whom it is given to
     */
    record Found(String host, List<String> addresses, boolean isNew) {

        /** The addresses that are not among the other's. */
        Found without(Found other) {
            List<String> left = addresses.stream()
                    .filter(address -> !other.addresses.contains(address))
                    .toList();
            return new Found(host, left, isNew);
        }
    }

    /** The name stood for something, and the resolver says that it does no more. */
    static final class GoneException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        GoneException(String host) {
            super(host);
        }
    }

    /** An IPv4 address, or an IPv6 address, which alone has a colon. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|.*:.*");

    private static final Duration KEPT = Duration.ofSeconds(30);

    /** A resolver that does not answer holds up the lookups of so many names at once. */
    private static final int THREADS = 4;

    /** How glibc, musl, macOS and Windows say that there is no such name, rather than that they could not find out. */
    private static final List<String> NO_SUCH_NAME = List.of(
            "Name or service not known",
            "No address associated with hostname",
            "Name does not resolve",
            "nodename nor servname provided",
            "No such host is known");

    private record Lookup(Promise<Found> found, long at, AtomicBoolean isBegun) {}

    private final Time time;
    private final Resolver resolver;
    private final WorkerExecutor worker;
    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    HostNames(Vertx vertx, Time time, Resolver resolver) {
        this.time = time;
        this.resolver = resolver;
        this.worker = vertx.createSharedWorkerExecutor("names", THREADS);
    }

    /**
     * What a name stands for, or an address, which is itself.
     *
     * @return fails with an {@link UnknownHostException}; completes on any thread
     */
    Future<Found> find(String host) {
        if (ADDRESS.matcher(host).matches()) {
            return Future.succeededFuture(new Found(host, List.of(host), true));
        }
        Lookup lookup = lookups.compute(host, (name, kept) -> isUsable(kept) ? kept : begun());
        boolean isNew = !lookup.found.future().isComplete();
        if (!lookup.isBegun.getAndSet(true)) {
            worker.executeBlocking(() -> ask(host), false).onComplete(lookup.found);
        }
        return lookup.found.future().map(found -> new Found(host, found.addresses, isNew));
    }

    private Lookup begun() {
        return new Lookup(Promise.promise(), time.nanos(), new AtomicBoolean());
    }

    private boolean isUsable(@Nullable Lookup kept) {
        if (kept == null || kept.found.future().failed()) {
            return false;
        }
        return !kept.found.future().isComplete() || time.nanos() - kept.at < KEPT.toNanos();
    }

    private Found ask(String host) throws UnknownHostException {
        try {
            List<String> addresses = Stream.of(resolver.addresses(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
            known.add(host);
            return new Found(host, addresses, true);
        } catch (UnknownHostException e) {
            String said = String.valueOf(e.getMessage());
            throw known.contains(host) && NO_SUCH_NAME.stream().anyMatch(said::contains) ? new GoneException(host) : e;
        }
    }

    /** Has the name looked up anew the next time: no connection could be made to what was found. */
    void forget(Found found) {
        lookups.computeIfPresent(found.host, (host, kept) -> isOf(kept, found) ? null : kept);
    }

    Future<Void> close() {
        return worker.close();
    }

    private static boolean isOf(Lookup kept, Found found) {
        Future<Found> result = kept.found.future();
        return result.succeeded() && result.result().addresses.equals(found.addresses);
    }
}
