package dev.probation.agent.receiver;

import dev.probation.agent.metrics.DeliveryFailure;
import java.time.Duration;
import java.util.Optional;

/** What came of one attempt to send a message. Its texts hold no secret: neither an address nor what a client says of one. */
public sealed interface Delivery {

    /**
     * The receiver took it.
     *
     * @param detail what is worth keeping of its answer; may be empty
     */
    record Delivered(String detail) implements Delivery {}

    /**
     * It may take it another time.
     *
     * @param after how long the receiver itself asked to be left alone; one that asked for no time at all did not ask
     */
    record TryAgain(DeliveryFailure why, String detail, Optional<Duration> after) implements Delivery {

        public TryAgain {
            after = after.filter(asked -> asked.compareTo(Duration.ZERO) > 0);
        }

        /** Whether the receiver said so itself, or was never reached; one that did not answer may have taken it. */
        public boolean isSurelyNotTaken() {
            return switch (why) {
                case RATE_LIMITED, SERVER_ERROR, UNREACHABLE -> true;
                case REFUSED, TIMEOUT, BROKEN, EXPIRED, OVERTAKEN, OUTCOME_UNKNOWN, OTHER -> false;
            };
        }
    }

    /** It never will. */
    record Refused(DeliveryFailure why, String detail) implements Delivery {}
}
