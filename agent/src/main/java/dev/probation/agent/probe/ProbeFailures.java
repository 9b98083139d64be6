package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.http.CaFileException;
import dev.probation.agent.http.HttpFailure;
import dev.probation.agent.http.NetworkFailure;
import dev.probation.agent.http.NetworkFailure.Sorted;
import dev.probation.agent.names.ResolverException;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Makes outcomes of what broke on the way to a target. */
public final class ProbeFailures {

    /** What an answer looks like that is read too late. */
    private static final Set<Cause> LATE = EnumSet.of(Cause.TIMEOUT, Cause.RESET);
    /** Held up for this part of its time, an answer may have been late because of that. */
    private static final int HELD_UP = 4;

    private ProbeFailures() {}

    /** The failure that {@code thrown} stands for; {@code peer} is what was asked, such as {@code db:5432}. */
    public static Failed of(Throwable thrown, String peer) {
        return failed(NetworkFailure.sort(thrown), peer);
    }

    /** The failure of a probe that went wrong in the agent itself, which says nothing of the target. */
    public static Failed own(Throwable mistake) {
        return new Failed(
                Cause.AGENT_FAULT,
                "the probe failed unexpectedly: " + mistake.getClass().getSimpleName());
    }

    /**
     * An outcome, or the agent's own failure where it may be bad only because the agent was held up: an answer was read too late,
     * or seems to have been slow.
     *
     * @param held for how long, while the check was asked
     */
    public static Outcome unlessHeldUp(Outcome outcome, Duration held, CheckConfig check) {
        boolean isLong = held.multipliedBy(HELD_UP).compareTo(check.timeout()) >= 0;
        boolean isLate = outcome instanceof Failed failed && LATE.contains(failed.cause());
        boolean isSlow = check.rule().reachability()
                && outcome instanceof Outcome.Measured
                && check.rule().quality(outcome) != Quality.GOOD;
        return isLong && (isLate || isSlow)
                ? new Failed(
                        Cause.AGENT_FAULT,
                        "the agent itself was held up for " + Durations.write(held.truncatedTo(ChronoUnit.MILLIS))
                                + " while it asked, so that it cannot tell whether the target was slow")
                : outcome;
    }

    /** As {@link #of}, or empty where no type in the chain of causes is known. */
    public static Optional<Failed> known(Throwable thrown, String peer) {
        return NetworkFailure.known(thrown).map(sorted -> failed(sorted, peer));
    }

    /** The failure of a call over HTTP. */
    public static Failed of(HttpFailure failure) {
        if (failure.isDeadline()) {
            return timeout(failure.deadline(), failure.during());
        }
        Throwable cause = failure.cause() == null ? new IllegalStateException() : failure.cause();
        return failed(new Sorted(failure.failure(), cause), failure.peer());
    }

    private static Failed failed(Sorted sorted, String peer) {
        return new Failed(cause(sorted.failure()), Details.of(words(sorted, peer)));
    }

    private static Cause cause(NetworkFailure failure) {
        return switch (failure) {
            case UNKNOWN_NAME -> Cause.DNS;
            case NAME_GONE -> Cause.NAME_GONE;
            case CONNECT_TIMEOUT, TIMEOUT -> Cause.TIMEOUT;
            case TLS -> Cause.TLS;
            case NO_ROUTE, REFUSED -> Cause.REFUSED;
            case LONG_HEAD, LONG_BODY -> Cause.TOO_LARGE;
            case RESET -> Cause.RESET;
            case TOO_MANY_REDIRECTS, FORBIDDEN_REDIRECT -> Cause.BAD_STATUS;
            case MALFORMED -> Cause.BAD_BODY;
            case NOT_SENT -> Cause.AGENT_FAULT;
            case UNKNOWN -> Cause.UNKNOWN;
        };
    }

    private static String words(Sorted sorted, String peer) {
        Throwable by = sorted.by();
        return switch (sorted.failure()) {
            case UNKNOWN_NAME ->
                by instanceof ResolverException resolver
                        ? "the name of " + peer + " could not be looked up: " + resolver.getMessage()
                        : "the name of " + peer + " does not resolve";
            case NAME_GONE -> "the name of " + peer + " does not exist any more";
            case CONNECT_TIMEOUT, TIMEOUT -> "no answer from " + peer + " in time";
            case TLS -> "no trusted TLS session with " + peer + ": " + by.getMessage();
            case NO_ROUTE -> "no connection to " + peer + ": no route";
            case REFUSED -> "no connection to " + peer + ": refused";
            case LONG_HEAD -> "the response header of " + peer + " is too long";
            case LONG_BODY -> "the response of " + peer + " is longer than 1 MiB";
            case RESET -> peer + " closed the connection before the response was complete";
            case TOO_MANY_REDIRECTS -> peer + " redirected more than 5 times";
            case FORBIDDEN_REDIRECT -> peer + ' ' + by.getMessage();
            case MALFORMED ->
                "the response of " + peer + " is malformed: " + by.getClass().getSimpleName();
            case NOT_SENT ->
                "the agent could not "
                        + (by instanceof CaFileException
                                ? "prepare TLS for " + peer + ": " + by.getMessage()
                                : "write the request to " + peer);
            case UNKNOWN -> peer + ": " + by.getClass().getSimpleName() + ": " + by.getMessage();
        };
    }

    /** The failure of a probe that reached its deadline. */
    public static Failed timeout(Duration timeout, String during) {
        return new Failed(
                Cause.TIMEOUT,
                Details.of("no complete response within " + Durations.writeExactly(timeout) + ", " + during));
    }
}
