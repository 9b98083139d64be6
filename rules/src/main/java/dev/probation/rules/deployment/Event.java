package dev.probation.rules.deployment;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.WindowVerdict;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What judging a sample, or the passing of time, brought about. */
public sealed interface Event {

    /** The instant that the event is stamped with, which a replay reproduces. */
    Instant at();

    /** A check changed its state. */
    record Transition(Instant at, CheckId check, CheckState from, CheckState to, String reason) implements Event {}

    /** A window ended, or was cut short by the deployment's end. */
    record WindowEnded(Instant at, WindowVerdict window) implements Event {}

    /**
     * The deployment is to be rolled back; at most one of these per deployment.
     *
     * @param check the check that decided; empty where a person did
     */
    record RollbackDecided(Instant at, Optional<CheckId> check, String reason) implements Event {

        /** The check's name; {@link CheckId#MANUAL} where a person decided. */
        public String by() {
            return check.map(CheckId::value).orElse(CheckId.MANUAL);
        }

        /** The decision that {@link #by} names. */
        public static RollbackDecided by(String by, Instant at, String reason) {
            return new RollbackDecided(
                    at, by.equals(CheckId.MANUAL) ? Optional.empty() : Optional.of(new CheckId(by)), reason);
        }
    }

    /**
     * A breach that would have decided a rollback does not, since the release is not to blame for it; told once until the check
     * recovers.
     *
     * @param reason what excuses it
     */
    record Withheld(Instant at, CheckId check, Cause cause, String reason) implements Event {

        /** What excuses a release. */
        public enum Cause {
            /** The breach was there before the deployment, and is not clearly worse. */
            PRE_EXISTING,
            /** Something fails that is not the release's own. */
            DEPENDENCY;

            public String label() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /**
     * A check that may decide a rollback has measured nothing for too long, while others were answered; told once until it is
     * measured again.
     *
     * @param state what it measures instead: {@code error} or {@code no-data}
     */
    record Unmeasured(Instant at, CheckId check, CheckState state, String reason) implements Event {}

    /**
     * That is over.
     *
     * @param answered whether it is measured again, rather than asked no more
     */
    record UnmeasuredEnded(Instant at, CheckId check, boolean answered, String reason) implements Event {}

    /** Every check errors at once: the agent cannot see, and decides nothing. */
    record Blinded(Instant at, String reason) implements Event {}

    /** The agent can see again. */
    record VisionRestored(Instant at) implements Event {}
}
