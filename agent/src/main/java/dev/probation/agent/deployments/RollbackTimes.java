package dev.probation.agent.deployments;

import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the steps of a rollback were reached, and whether that was in the team's time.
 *
 * @param breached the first bad sample of the run that decided; the decision where there was none
 * @param advised when people were told that it would be right, where it was not carried out at once
 * @param decided or ordered by a person; where it is advised only, when that was
 * @param signalled when the first receiver took the signal
 * @param rto within what time it is to work again after the breach began
 */
public record RollbackTimes(
        Instant breached,
        Optional<Instant> advised,
        Instant decided,
        Optional<Instant> signalled,
        Optional<Instant> confirmed,
        Optional<Instant> recovered,
        Optional<Instant> givenUp,
        Optional<Duration> rto) {

    public static RollbackTimes of(
            Instant breached, Instant decided, Map<Stage, Instant> reached, @Nullable Duration rto) {
        return new RollbackTimes(
                breached,
                Optional.ofNullable(reached.get(Stage.ADVISED)),
                decided,
                Optional.ofNullable(reached.get(Stage.SIGNALLED)),
                Optional.ofNullable(reached.get(Stage.CONFIRMED)),
                Optional.ofNullable(reached.get(Stage.RECOVERED)),
                Optional.ofNullable(reached.get(Stage.NOT_RECOVERED)),
                Optional.ofNullable(rto));
    }

    /** From the first bad sample to the decision, also one that was only advised. */
    public Duration toDetect() {
        return Duration.between(breached, advised.orElse(decided));
    }

    /** From the decision until a receiver took the signal. */
    public Optional<Duration> toSignal() {
        return signalled.map(at -> Duration.between(decided, at));
    }

    /** From the decision until the checks that decided were good again. */
    public Optional<Duration> toRecover() {
        return recovered.map(at -> Duration.between(decided, at));
    }

    /** From the first bad sample until the checks that decided were good again. */
    public Optional<Duration> outage() {
        return recovered.map(at -> Duration.between(breached, at));
    }

    /** Whether it works again within the team's time; empty where there is none, or nothing can be said yet. */
    public Optional<Boolean> isRtoKept() {
        return rto.flatMap(
                most -> outage().map(took -> took.compareTo(most) <= 0).or(() -> givenUp.map(never -> Boolean.FALSE)));
    }

    /** The same in words: {@code missed by 2m10s}. */
    public Optional<String> rtoInWords() {
        return isRtoKept().map(kept -> {
            Duration most = rto.orElseThrow();
            String aim = "the recovery time objective (rto) of " + Durations.write(most) + " was ";
            return outage().map(took -> aim
                            + (kept
                                    ? "met, with " + Durations.write(most.minus(took)) + " left"
                                    : "missed by " + Durations.write(took.minus(most))))
                    .orElse(aim + "missed: the service has not recovered");
        });
    }
}
