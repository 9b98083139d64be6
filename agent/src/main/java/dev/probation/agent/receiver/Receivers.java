package dev.probation.agent.receiver;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.kind.ReceiverFields.Use;
import java.util.List;
import java.util.ServiceLoader;

/** All kinds of receivers that are registered, and the receivers of those kinds. */
public final class Receivers {

    private static final List<ReceiverKind> KINDS =
            ServiceLoader.load(ReceiverKind.class, ReceiverKind.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Receivers() {}

    /** In the order registered. */
    public static List<ReceiverKind> kinds() {
        return KINDS;
    }

    /** The receiver that was configured. */
    public static Receiver open(ReceiverConfig config, ReceiverContext context) {
        return kind(config).open(config, context);
    }

    /** What those that carry out rollbacks need of this machine and do not find, one sentence each, with whose it is. */
    public static List<String> missing(Config config) {
        List<String> services =
                config.services().stream().map(ServiceConfig::name).toList();
        return config.rollback().to().stream()
                .flatMap(receiver -> kind(receiver).missing(receiver, services).stream()
                        .map(sentence -> "rollback.to." + receiver.name() + ": " + sentence))
                .toList();
    }

    /** The kind that a receiver was configured as. */
    public static ReceiverKind kind(ReceiverConfig config) {
        Use use = config.isDeployer() ? Use.ROLLBACK : Use.NOTIFY;
        return KINDS.stream()
                .filter(kind -> kind.use() == use && kind.name().equals(config.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no kind of receiver is registered as " + config.kind() + " for " + use));
    }
}
