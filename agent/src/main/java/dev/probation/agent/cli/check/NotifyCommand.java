package dev.probation.agent.cli.check;

import dev.probation.agent.assembly.VertxFactory;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.SampleNotices;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probation notify --test}: sends a marked test message to one receiver. */
@Command(
        name = "notify",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a test message to one receiver, without an agent.",
            "The message is marked as a test. A receiver that pages people pages them, and the incident"
                    + " is resolved at once.",
            "Exits with 0 if it was delivered, with 1 if not, and with 2 if there is no such receiver."
        },
        footerHeading = "%nExample:%n",
        footer = "  probation notify --test oncall")
public final class NotifyCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyCommand.class);

    private final CommandContext context;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    @Mixin
    private LogOptions log = new LogOptions(LogOptions.Threshold.ERROR);

    @Option(
            names = "--test",
            required = true,
            paramLabel = "RECEIVER",
            description = "The receiver's name under \"notify\".")
    private String name = "";

    public NotifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        log.apply();
        ReceiverConfig receiver = receiver(files.load(context));
        List<Delivery> deliveries = send(receiver);
        Delivery last = deliveries.get(deliveries.size() - 1);
        boolean delivered = last instanceof Delivered;
        String said = deliveries.stream().map(NotifyCommand::detail).collect(Collectors.joining(", then "));
        context.out()
                .println(Sanitizer.TERMINAL.line(receiver.name() + " (" + receiver.kind() + "): "
                        + (delivered
                                ? "delivered: " + said
                                : "not delivered: " + said + ". " + advice(receiver, last))));
        return delivered ? ExitCode.PASS : ExitCode.FAIL;
    }

    private ReceiverConfig receiver(Config config) {
        List<String> known =
                config.receivers().stream().map(ReceiverConfig::name).sorted().toList();
        return config.receivers().stream()
                .filter(receiver -> receiver.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, unknown(config, known)));
    }

    private String unknown(Config config, List<String> known) {
        boolean rollsBack = config.rollback().to().stream()
                .anyMatch(receiver -> receiver.name().equals(name));
        if (rollsBack) {
            return "the receiver \"" + name + "\" carries out rollbacks, and a test must not roll back; expected a"
                    + " receiver under \"notify\": " + String.join(", ", known);
        }
        return "\"notify\" has no receiver \"" + name + '"'
                + (known.isEmpty() ? "; the configuration has none at all" : Nearest.hint(name, known));
    }

    private static List<Delivery> send(ReceiverConfig receiver) {
        Vertx vertx = VertxFactory.create();
        try {
            Time time = new VertxTime(vertx, vertx.getOrCreateContext());
            return SampleNotices.send(receiver, new ReceiverContext(vertx, time));
        } catch (IllegalArgumentException e) {
            // settings that no receiver can be made of
            throw new CommandFailure(ExitCode.USAGE, "notify." + receiver.name() + ": " + e.getMessage());
        } finally {
            Future<Void> closing = vertx.close();
            LOG.debug("vertx closing={}", closing);
        }
    }

    private static String detail(Delivery delivery) {
        if (delivery instanceof Delivered delivered) {
            return delivered.detail().isEmpty() ? "no answer" : delivered.detail();
        }
        return delivery instanceof Refused refused ? refused.detail() : ((TryAgain) delivery).detail();
    }

    private static String advice(ReceiverConfig receiver, Delivery delivery) {
        DeliveryFailure why = delivery instanceof Refused refused ? refused.why() : ((TryAgain) delivery).why();
        return switch (why) {
            case REFUSED -> "Check the address and the key in notify." + receiver.name() + '.';
            case RATE_LIMITED -> "The receiver limits how many messages it takes. Try again later.";
            case SERVER_ERROR -> "The receiver answered with a server error. Try again later.";
            case TIMEOUT, UNREACHABLE, BROKEN ->
                "Check whether this machine reaches the receiver: its name, a firewall or proxy, its certificate.";
            case EXPIRED, OVERTAKEN, OUTCOME_UNKNOWN, OTHER ->
                "Check the configuration in notify." + receiver.name() + '.';
        };
    }
}
