package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.web.RunningServer;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What help calls required is what a command needs, neither more nor less: each is asked of an agent's real API. */
class RequiredOptionsTest {

    private static final Map<String, String> VALUES = Map.of(
            "DEPLOYMENT", "shop-1",
            "SERVICE", "shop",
            "VERSION", "1.0",
            "NAME", "feedback",
            "ID", "s-1",
            "MATCHER", "service=shop",
            "DURATION", "1h",
            "TEXT", "because");

    private static RunningServer agent;

    @BeforeAll
    static void start() throws Exception {
        agent = RunningServer.open();
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
    }

    /** Those that ask an agent and end by themselves. */
    static Stream<CommandSpec> commands() {
        return leaves(Commands.line(context()))
                .filter(spec -> spec.findOption("--agent") != null)
                .filter(spec -> !spec.name().equals("wait"));
    }

    private static Stream<CommandSpec> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line.getCommandSpec())
                : line.getSubcommands().values().stream().flatMap(RequiredOptionsTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothingButTheRequiredIsNeeded(CommandSpec command) {
        Run run = run(command, required(command));

        assertThat(run.err()).doesNotContain("found none", "found nothing");
        if (run.exitCode() == 2) {
            assertThat(run.err()).as("what the agent alone can know").startsWith("probation: there is no ");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothingThatIsRequiredCanBeLeftOut(CommandSpec command) {
        for (ArgSpec leftOut : required(command)) {
            List<ArgSpec> others =
                    required(command).stream().filter(arg -> arg != leftOut).toList();

            Run run = run(command, others);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(leftOut.isOption() ? name(leftOut) : "expected ", "but found n");
        }
    }

    /** Of options that exclude each other, the first. */
    private static List<ArgSpec> required(CommandSpec command) {
        List<ArgSpec> required = new ArrayList<>(command.requiredArgs());
        command.argGroups().stream()
                .filter(group -> group.multiplicity().min() > 0)
                .forEach(group -> required.add(group.options().get(0)));
        return required;
    }

    private static Run run(CommandSpec command, List<ArgSpec> given) {
        List<String> line = new ArrayList<>(
                List.of(command.qualifiedName().replaceFirst("^probation ", "").split(" ")));
        for (ArgSpec arg : given) {
            if (arg.isOption()) {
                line.add(name(arg));
            }
            line.add(VALUES.get(arg.paramLabel()));
        }
        return Run.of(Map.of("PROBATION_AGENT", "http://127.0.0.1:" + agent.port), line.toArray(String[]::new));
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static CommandContext context() {
        return new CommandContext(
                Map.of(),
                false,
                new FakeCommandClock(),
                new FakeCommandServices(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()));
    }
}
