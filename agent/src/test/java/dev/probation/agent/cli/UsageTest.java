package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.deployments.DeploymentId;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {

    /** A service and a date, and whatever is with them. */
    private static final Pattern ID = Pattern.compile("[a-z]+-(?:\\S+-)?20\\d{6}\\S*");

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        command                                  | said
        'nonsense'                               | "Unmatched argument at index 0: 'nonsense'"
        'deplyo a b'                             | "Did you mean: probation deploy"
        'deploy'                                 | "Missing required parameters: 'SERVICE', 'VERSION'"
        'deploy a b --timeout 10m'               | "needs --wait WINDOW"
        'deploy a b --deployed-at yesterday'     | "--deployed-at"
        'wait d-1 --timeout 10'                  | "expected a duration such as 90s, 10m or 1h30m, but found "
        'wait d-1 --timeout -5m'                 | "expected a duration"
        'wait d-1 --timeout 0s'                  | "expected a duration"
        'wait d-1 --wnidow x'                    | "Unknown options: '--wnidow'"
        'rollback d-1'                           | "--reason"
        'rollback d-1 --reason='                 | "--reason: expected the reason for the rollback"
        'rollback d-1 --reason x --confirm'      | "mutually exclusive"
        'approve'                                | "DEPLOYMENT"
        'notify'                                 | "Missing required option: "
        'status --output xml'                    | "xml"
        'status --limit many'                    | "--limit"
        'status --agent ftp://x'                 | "the agent's address must look like http://127.0.0.1:17272"
        'status --agent nonsense'                | "the agent's address must look like"
        'status --token-file /nowhere/token'     | "cannot read the token file /nowhere/token"
        """, quoteCharacter = '"')
    void wrongUsageExitsWith2AndSaysWhatIsWrong(String command, String said) {
        Run run = Run.of(Map.of(), command.replace("'", "").split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutACommandItShowsHelpAndIsWrongUsage() {
        Run run = Run.of(Map.of());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Usage: probation", "Exit codes:", "deploy", "rollback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "deploy --help", "wait --help", "status --help", "report --help", "sign --help"})
    void helpHasExamples(String command) {
        Run run = Run.of(Map.of(), command.split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: probation", "Example", "  probation ");
    }

    @Test
    void everyCommandHelpsTheSameWhetherMadeAloneOrWithTheOthers() {
        CommandLine all = Commands.line(context());

        all.getSubcommands().forEach((name, command) -> {
            if (!name.equals("generate-completion")) {
                assertThat(Run.of(Map.of(), name, "--help").out())
                        .isEqualTo(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
            }
        });
    }

    @Test
    void examplesHaveIdsAsTheAgentMakesThem() {
        String id = DeploymentId.of("shop", "1.4.2", Instant.parse("2026-01-31T10:00:00Z"));
        List<String> ids = Commands.line(context()).getSubcommands().values().stream()
                .map(command -> command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                .flatMap(help -> ID.matcher(help).results().map(MatchResult::group))
                .distinct()
                .toList();

        assertThat(ids).containsExactly(id);
    }

    @Test
    void anExampleStandsInOneLineAndCanBeCopied() {
        CommandLine all = Commands.line(context());

        all.getSubcommands()
                .values()
                .forEach(command -> assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                        .contains(Arrays.stream(
                                        command.getCommandSpec().usageMessage().footer())
                                .map(line -> line.replace("%%", "%"))
                                .toList()));
    }

    @Test
    void onlyTheCalledCommandIsMade() {
        assertThat(Commands.line(context(), "status").getSubcommands()).containsOnlyKeys("status");
    }

    @Test
    void completesInTheShell() {
        Run run = Run.of(Map.of(), "generate-completion");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("complete -F _complete_probation", "--deployed-at", "--timeout");
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
