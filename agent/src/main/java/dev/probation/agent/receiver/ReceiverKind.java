package dev.probation.agent.receiver;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.kind.ReceiverFields;
import dev.probation.agent.notice.Notice;
import java.time.Duration;
import java.util.List;

/**
 * One kind of receiver: how it is written, and how it is opened. It has no state. Found by {@link java.util.ServiceLoader}: a new
 * kind is a package and a line in {@code META-INF/services}.
 */
public interface ReceiverKind extends ReceiverFields {

    /** Opens no connection yet. */
    Receiver open(ReceiverConfig config, ReceiverContext context);

    /**
     * Whether it is told this. One that shows incidents and was told of a failure is told of its end, asked for or not; one that
     * holds incidents is told nothing that is neither.
     */
    default boolean hears(ReceiverConfig config, Notice notice) {
        boolean asked = config.hears(notice.occasion());
        boolean shows = config.settings().showsIncidents();
        return switch (notice.action()) {
            case TRIGGER -> asked;
            case RESOLVE -> asked || (shows && config.hears(notice.opening()));
            case INFO -> asked && !config.settings().holdsIncidents();
        };
    }

    /**
     * What it needs of the machine and does not find there now, one sentence each: what is missing, and what to do.
     *
     * @param services whose messages it may get
     */
    default List<String> missing(ReceiverConfig config, List<String> services) {
        return List.of();
    }

    /**
     * Uses once, without sending anything, what is read from files on first use: where no descriptor is left then, Java gives
     * it up for as long as it runs. The resolver and whom TLS trusts are seen to by its {@linkplain
     * dev.probation.agent.config.ReceiverSettings#endpoints endpoints}. Blocks.
     */
    default void prepare(ReceiverConfig config) throws Exception {}

    /** The least time between two messages; zero for those that take them as they come. */
    default Duration spacing() {
        return Duration.ZERO;
    }

    /** Whether failures that come together are told in one message, rather than by the receiver's own grouping. */
    default boolean bundles() {
        return true;
    }
}
