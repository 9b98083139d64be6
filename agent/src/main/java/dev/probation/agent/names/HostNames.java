package dev.probation.agent.names;

import dev.probation.agent.time.Time;
import io.vertx.core.Context;
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
public final class HostNames {

    /** Asks the system's resolver. Blocks. */
    @FunctionalInterface
    public interface Resolver {

        /** At least one address. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** An IPv4 address, or an IPv6 address, which alone has a colon. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|.*:.*");

    private static final Duration KEPT = Duration.ofSeconds(30);

    /** A resolver that does not answer holds up the lookups of so many names at once. */
    private static final int THREADS = 4;

    /** How glibc, musl, macOS and Windows say that there is no such name, rather than that they could not find out. */
    private static final List<String> NO_SUCH_NAME = List.of(
            "Name or service not known",
            "Name does not resolve",
            "nodename nor servname provided",
            "No such host is known");

    /**
     * How glibc and musl say that no address came. glibc asks for those of IPv4 and of IPv6 apart, and says so, too, where there
     * are none of one kind and it could not find out about the other: as a resolver answers whose upstream is away, and which
     * remembers for longer what there is not.
     */
    private static final List<String> NO_ADDRESS =
            List.of("No address associated with hostname", "Name has no usable address");

    private record Lookup(Promise<FoundHost> found, long at, AtomicBoolean isBegun) {}

    private final Vertx vertx;
    private final Time time;
    private final Resolver resolver;
    private final WorkerExecutor worker;
    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Names as the system's resolver has them. */
    public HostNames(Vertx vertx, Time time) {
        this(vertx, time, new SystemResolver());
    }

    public HostNames(Vertx vertx, Time time, Resolver resolver) {
        this.vertx = vertx;
        this.time = time;
        this.resolver = resolver;
        this.worker = vertx.createSharedWorkerExecutor("names", THREADS);
    }

    /**
     * What a name stands for, or an address, which is itself.
     *
     * @return fails with an {@link UnknownHostException}, which is a {@link NameGoneException} or a {@link ResolverException}
     *     where that is known; completes on the caller's context
     */
    public Future<FoundHost> find(String host) {
        if (ADDRESS.matcher(host).matches()) {
            return Future.succeededFuture(new FoundHost(host, List.of(host), true));
        }
        Lookup lookup = lookups.compute(host, (name, kept) -> isUsable(kept) ? kept : begun());
        boolean isNew = !lookup.found.future().isComplete();
        if (!lookup.isBegun.getAndSet(true)) {
            worker.executeBlocking(() -> ask(host), false).onComplete(lookup.found);
        }
        return here(lookup.found.future()).map(found -> new FoundHost(host, found.addresses(), isNew));
    }

    /** A lookup tells all who wait for it where the first of them is. */
    private <T> Future<T> here(Future<T> anywhere) {
        if (anywhere.isComplete()) {
            return anywhere;
        }
        Context context = vertx.getOrCreateContext();
        Promise<T> here = Promise.promise();
        anywhere.onComplete((result, failure) -> context.runOnContext(ignored -> here.complete(result, failure)));
        return here.future();
    }

    /** As {@link #find}, but of this moment, whatever was found before. */
    public Future<FoundHost> findNow(String host) {
        lookups.computeIfPresent(host, (name, kept) -> kept.found.future().isComplete() ? null : kept);
        return find(host);
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

    private FoundHost ask(String host) throws UnknownHostException {
        try {
            List<String> addresses = Stream.of(resolver.addresses(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
            known.add(host);
            return new FoundHost(host, addresses, true);
        } catch (UnknownHostException e) {
            throw failure(host, e);
        }
    }

    private UnknownHostException failure(String host, UnknownHostException thrown) {
        String said = String.valueOf(thrown.getMessage());
        if (NO_ADDRESS.stream().anyMatch(said::contains)) {
            return ResolverException.foundNoAddress(thrown);
        }
        if (NO_SUCH_NAME.stream().noneMatch(said::contains)) {
            return ResolverException.failed(thrown);
        }
        return known.contains(host) ? new NameGoneException(host) : thrown;
    }

    /** Has the name looked up anew the next time: no connection could be made to what was found. */
    public void forget(FoundHost found) {
        lookups.computeIfPresent(found.host(), (host, kept) -> isOf(kept, found) ? null : kept);
    }

    /** Gives up its share of the threads. */
    public Future<Void> close() {
        return worker.close();
    }

    private static boolean isOf(Lookup kept, FoundHost found) {
        Future<FoundHost> result = kept.found.future();
        return result.succeeded() && result.result().addresses().equals(found.addresses());
    }
}
