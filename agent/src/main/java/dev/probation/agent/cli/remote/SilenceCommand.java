package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.InstantText;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.ReasonText;
import dev.probation.agent.cli.command.Table;
import dev.probation.rules.expectation.Durations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation silence}: keeps people from being told for a while. */
@Command(
        name = "silence",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Suppresses notifications for a while. Checks and rollbacks continue, and the report lists"
                + " what was suppressed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation silence add service=shop check=p95-* --for 2h --reason \"load test\"",
            "  probation silence list",
            "  probation silence end 1f2e3d4c"
        })
public final class SilenceCommand {

    private SilenceCommand() {}

    public static CommandLine with(CommandContext context) {
        return new CommandLine(new SilenceCommand())
                .addSubcommand(new Add(context))
                .addSubcommand(new Listing(context))
                .addSubcommand(new End(context));
    }

    /** {@code silence add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Suppresses notifications for a while.",
                "What still fails when the silence ends is notified then; what recovered before is only in"
                        + " the report. Rollbacks, blindness, checks that measure nothing and dead letters are"
                        + " suppressed only by a matcher such as occasion=rollback."
            })
    static final class Add implements Callable<Integer> {

        private final CommandContext context;

        @Mixin
        private AgentOptions agent = new AgentOptions();

        @Mixin
        private Output output = new Output();

        @Parameters(
                paramLabel = "MATCHER",
                arity = "1..*",
                description = "NAME=VALUE, with the name service, version, deployment, check, occasion or receiver. *"
                        + " stands for anything. All matchers must match.")
        private List<String> matchers = List.of();

        @Option(
                names = "--for",
                paramLabel = "DURATION",
                required = true,
                converter = DurationText.class,
                description = "How long, at most 7d.")
        private Duration lasting = Duration.ZERO;

        @Option(
                names = "--from",
                paramLabel = "INSTANT",
                converter = InstantText.class,
                description = "When it begins. Default: now.")
        private Optional<Instant> from = Optional.empty();

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                converter = ReasonText.class,
                description = "Why. It is stored and stands in the report.")
        private String reason = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who does this. Default: your login name.")
        private Optional<String> by = Optional.empty();

        Add(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            JsonObject asked = new JsonObject()
                    .put("matchers", new JsonArray(matchers))
                    .put("for", Durations.writeExactly(lasting))
                    .put("reason", reason)
                    .put("by", by.orElseGet(() -> System.getProperty("user.name", "unknown")));
            from.ifPresent(instant -> asked.put("from", instant.toString()));
            JsonObject added = agent.connect(context).silence(asked);
            output.print(context.out(), added, out -> print(out, new JsonArray().add(added)));
            return ExitCode.PASS;
        }
    }

    /** {@code silence list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the silences that have not ended.")
    static final class Listing implements Callable<Integer> {

        private final CommandContext context;

        @Mixin
        private AgentOptions agent = new AgentOptions();

        @Mixin
        private Output output = new Output();

        Listing(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            JsonArray silences = agent.connect(context).silences();
            output.print(context.out(), silences, out -> print(out, silences));
            return ExitCode.PASS;
        }
    }

    /** {@code silence end}. */
    @Command(
            name = "end",
            mixinStandardHelpOptions = true,
            description = "Ends a silence now. What still fails is notified.")
    static final class End implements Callable<Integer> {

        private final CommandContext context;

        @Mixin
        private AgentOptions agent = new AgentOptions();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "ID", description = "The silence's id, as \"probation silence list\" shows it.")
        private String id = "";

        End(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            JsonObject ended = agent.connect(context).endSilence(id);
            output.print(context.out(), ended, out -> out.println("Silence " + id + " has ended."));
            return ExitCode.PASS;
        }
    }

    private static void print(PrintWriter out, JsonArray silences) {
        if (silences.isEmpty()) {
            out.println("No silences. Everybody gets all notifications.");
            return;
        }
        Table table = new Table("ID", "MATCHERS", "FROM", "UNTIL", "BY", "REASON");
        for (int i = 0; i < silences.size(); i++) {
            JsonObject one = silences.getJsonObject(i);
            String matchers =
                    one.getJsonArray("matchers").stream().map(String::valueOf).collect(Collectors.joining(" "));
            table.row(
                    one.getString("id"),
                    matchers,
                    one.getString("from"),
                    one.getString("until"),
                    one.getString("by"),
                    one.getString("reason"));
        }
        table.print(out);
    }
}
