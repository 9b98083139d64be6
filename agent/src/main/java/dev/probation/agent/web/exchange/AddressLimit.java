package dev.probation.agent.web.exchange;

import dev.probation.agent.config.Network;
import dev.probation.agent.config.address.Loopback;
import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often an address may be refused for want of a token or signature: {@value #AT_ONCE} times at once, and once every three
 * seconds. From then on what it says is not looked at, until it has been quiet for a while, so that secrets cannot be guessed.
 * Never closed are this machine, the proxies that the configuration trusts, and where the right token came from within the hour:
 * many may share an address. Confined to the server's event loop.
 */
public final class AddressLimit {

    static final int AT_ONCE = 20;

    private static final Duration ONE_MORE = Duration.ofSeconds(3);
    private static final Duration KNOWN = Duration.ofHours(1);

    /** Those that were heard of last are remembered. */
    private static final int MOST_ADDRESSES = 10_000;

    private final Time time;
    private final List<Network> trusted;
    private final LinkedHashMap<String, Heard> heard = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Heard> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** What was heard from one address. */
    private static final class Heard {
        /** Until when it has used up what it may, in nanoseconds: each refusal adds to it. */
        private long usedUntil;

        private boolean known;
        private long knownUntil;

        Heard(long now) {
            this.usedUntil = now;
        }
    }

    /** @param trusted proxies, which stand for many clients */
    public AddressLimit(Time time, List<Network> trusted) {
        this.time = time;
        this.trusted = trusted;
    }

    /** Fails with an {@link HttpProblem} where what comes from this address is not to be looked at. */
    public void requireOpen(String address) {
        Heard of = heard.get(Network.client(address));
        if (of != null && isUsedUp(of) && !isKnown(of) && !isNeverClosed(address)) {
            throw HttpProblem.of(HttpProblem.Kind.TOO_MANY_UNAUTHORIZED);
        }
    }

    /** Counts a refusal; false where there were too many lately. */
    boolean refuse(String address) {
        if (isTrusted(address)) {
            return true;
        }
        Heard of = heard.computeIfAbsent(Network.client(address), first -> new Heard(time.nanos()));
        if (isUsedUp(of)) {
            return false;
        }
        long now = time.nanos();
        of.usedUntil = (of.usedUntil - now < 0 ? now : of.usedUntil) + ONE_MORE.toNanos();
        return true;
    }

    /** The right token or signature came from this address. */
    public void letIn(String address) {
        Heard of = heard.computeIfAbsent(Network.client(address), first -> new Heard(time.nanos()));
        of.known = true;
        of.knownUntil = time.nanos() + KNOWN.toNanos();
    }

    private boolean isUsedUp(Heard of) {
        return of.usedUntil - time.nanos() > (AT_ONCE - 1) * ONE_MORE.toNanos();
    }

    private boolean isKnown(Heard of) {
        return of.known && of.knownUntil - time.nanos() > 0;
    }

    private boolean isNeverClosed(String address) {
        return Loopback.isLoopback(address) || isTrusted(address);
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }
}
