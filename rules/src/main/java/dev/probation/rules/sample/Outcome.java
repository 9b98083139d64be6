package dev.probation.rules.sample;

import java.util.Locale;
import java.util.Optional;

/** What asking a target once gave: a value, no data, or an error. What went wrong with a target is never an exception. */
public sealed interface Outcome {

    /** Whether the target itself answered, so that the way to it is known to work. */
    default boolean isAnswer() {
        return !(this instanceof Failed failed) || failed.cause().isAnswer();
    }

    /**
     * A value in the base unit of its dimension (seconds, bytes, a ratio of 1, or a plain number).
     *
     * @param counts the events behind a ratio, where the probe counts them
     * @param detail evidence for people, such as {@code 142 of 200}; may be empty
     */
    record Measured(double value, Optional<Counts> counts, String detail) implements Outcome {

        /** The value of what is infinite, which recordings and JSON have no number for: beyond every limit. */
        public static final double INFINITE = 1e300;

        public Measured {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a measured value must be finite, but was " + value);
            }
        }

        public boolean isInfinite() {
            return Math.abs(value) >= INFINITE;
        }

        public static Measured of(double value) {
            return new Measured(value, Optional.empty(), "");
        }

        public static Measured of(double value, String detail) {
            return new Measured(value, Optional.empty(), detail);
        }
    }

    /**
     * The target answered, and had nothing to say: an empty result, NaN, no limit configured.
     *
     * @param idle whether what is asked for is there and nothing happened to it, such as no traffic, rather than missing
     */
    record NoData(String detail, boolean idle) implements Outcome {

        /** What is asked for is not there. */
        public NoData(String detail) {
            this(detail, false);
        }

        /** What is asked for is there, and nothing happened to it. */
        public static NoData idle(String detail) {
            return new NoData(detail, true);
        }
    }

    /** The target could not be measured. */
    record Failed(Cause cause, String detail) implements Outcome {}

    /** Why a target could not be measured; also a label of the agent's own metrics. */
    enum Cause {
        /** No whole answer within the probe's deadline. */
        TIMEOUT(false),
        /** The host refused the connection. */
        REFUSED(false),
        /** The connection broke before the answer was whole. */
        RESET(false),
        /** The name could not be looked up, or never stood for anything, which says nothing of the target. */
        DNS(false),
        /** The name stood for the target before, and does no more, as a container's that was stopped. */
        NAME_GONE(false),
        /** No trusted TLS session: certificate, host name or protocol. */
        TLS(false),
        /** Answered with a status, header or body other than the one expected. */
        BAD_STATUS(true),
        /** Answered with something that could not be understood. */
        BAD_BODY(true),
        /** Answered with more than the probe reads. */
        TOO_LARGE(true),
        /** Answered that these credentials may not ask. */
        DENIED(true),
        /** Answered that it could not carry out the question, such as a query with an error. */
        REJECTED(true),
        /** The agent itself could not ask, which says nothing of the target. */
        AGENT_FAULT(false),
        /** The cause was not recorded. */
        UNKNOWN(false);

        private final boolean answered;

        Cause(boolean answered) {
            this.answered = answered;
        }

        /** Whether the target itself answered, so that the way to it is known to work. */
        boolean isAnswer() {
            return answered;
        }

        /** Whether the target was not even asked. */
        public boolean isOfAgent() {
            return this == AGENT_FAULT || this == DNS;
        }

        /** As written in recordings: {@code bad-status}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
