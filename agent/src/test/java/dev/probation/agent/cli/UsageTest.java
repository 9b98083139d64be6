package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandServices;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.deployments.DeploymentId;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class UsageTest {

    /** A service and a date, and whatever is with them. */
    private static final Pattern ID = Pattern.compile("[a-z]+-(?:\\S+-)?20\\d{6}\\S*");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        command                                  | said
        'nonsense'                               | "probation: there is no command 'nonsense'; known are serve, check, probe,"
        'deplyo a b'                             | "probation: there is no command 'deplyo'; did you mean 'deploy'?"
        '--agent x status'                       | "probation: expected a command, but found '--agent'; options come after"
        'silence'                                | "probation silence: expected a command, but found none; known are add, list, end"
        'silence ad'                             | "probation silence: there is no command 'ad'; did you mean 'add'?"
        'deploy'                                 | "probation deploy: expected SERVICE and VERSION, but found none of them"
        'deploy a'                               | "probation deploy: expected VERSION, but found none"
        'deploy a b --wait'                      | "--wait: expected WINDOW, but found nothing"
        'deploy a b --timeout 10m'               | "needs --wait WINDOW"
        'deploy a b --deployed-at yesterday'     | "--deployed-at: expected an instant such as 2026-01-31T10:00:00Z, but found 'yesterday'"
        'deploy a b --rollback=maybe'            | "--rollback: expected no value, but found 'maybe'"
        'wait d-1 --timeout 10'                  | "--timeout: expected a duration such as 90s, 10m or 1h30m, but found '10'"
        'wait d-1 --timeout 5'                   | "but found '5'; did you mean 5s?"
        'schema -o json'                         | "probation schema: there is no option '-o'\n"
        'wait d-1 --timeout -5m'                 | "expected a duration"
        'wait d-1 --timeout 0s'                  | "expected a duration above zero, but found '0s'"
        'wait d-1 --wnidow=x'                    | "there is no option '--wnidow'; did you mean '--window'?"
        'wait d-1 d-2'                           | "probation wait: expected nothing more, but found 'd-2'"
        'rollback d-1'                           | "expected --reason TEXT or --confirm, but found neither"
        'rollback d-1 --reason='                 | "--reason: expected the reason, but found nothing; it stands in the report"
        'rollback d-1 --reason x --confirm'      | "expected only one of --reason TEXT and --confirm, but found more"
        'cancel d-1'                             | "expected --reason TEXT, but found none"
        'silence add a=b --for 1h'               | "expected --reason TEXT, but found none"
        'approve'                                | "expected DEPLOYMENT, but found none"
        'notify'                                 | "expected --test RECEIVER, but found none"
        'status --output xml'                    | "--output: expected table, json or yaml, but found 'xml'"
        'status --limit many'                    | "--limit: expected a whole number, but found 'many'"
        'report d-1 --format html'               | "--format: expected json or markdown, but found 'html'"
        'report d-1 -o html'                     | "-o: expected json or markdown, but found 'html'"
        'report d-1 -ohtml'                      | "-o: expected json or markdown, but found 'html'"
        'compare --baseline a --current b --direction either --tolerance 25%' | "--tolerance: expected a number such as 0.25, but found '25%'"
        'compare --baseline a --current b --direction either --confidence x'  | "--confidence: expected a number such as 0.98, but found 'x'"
        'status d-1 --service shop'              | "expected DEPLOYMENT or --service, but found both"
        'status d-1 --limit 5'                   | "expected DEPLOYMENT or --limit, but found both"
        'backtest shop --version 1 --deployed-at 2026-01-31T10:00:00Z --version-target x' | "--version-target needs --version-query, but found none"
        'backtest shop --version 1 --deployed-at 2026-01-31T10:00:00Z --version-label x'  | "--version-label needs --version-query, but found none"
        'replay a.jsonl --service shop'          | "expected --service, --version and --deployed-at together, but found only --service"
        'replay a.jsonl --service shop --version 1' | "but found only --service and --version"
        'status --limit 1 --limit 2'             | "--limit: expected once, but found again"
        'status --agent ftp://x'                 | "the agent's address must look like http://127.0.0.1:17272"
        'status --agent http://u:canary@my_agent' | "but was 'http://my_agent'"
        'status --agent nonsense'                | "the agent's address must look like"
        'status --agent http://127.0.0.1:65536'  | "the agent's address must look like"
        'deploy shop  --rollback'                | "probation deploy: VERSION: expected a version, but found nothing"
        'verify shop  --for 10m'                 | "probation verify: VERSION: expected a version, but found nothing"
        'replay a.jsonl --version='              | "probation replay: --version: expected a version, but found nothing"
        'backtest shop --version='               | "probation backtest: --version: expected a version, but found nothing"
        'status --token-file /nowhere/token'     | "--token-file: expected a file that can be read, but found /nowhere/token (there is no such file or folder)"
        """, quoteCharacter = '"')
    void wrongUsageExitsWith2AndSaysWhatIsWrong(String command, String said) {
        Run run = Run.of(Map.of(), command.replace("'", "").split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replace('"', '\'')).contains(said);
        assertThat(run.out()).isEmpty();
    }

    /** With all that each command takes by its place; the matchers and recordings that go on without end are left out. */
    @ParameterizedTest
    @MethodSource("whole")
    void noCommandIgnoresAnOptionThatItDoesNotKnow(String command) {
        assertThat(Run.of(Map.of(), (command + " --unknown").split(" ")))
                .returns(2, Run::exitCode)
                .returns("", Run::out)
                .matches(run -> run.err().contains(": there is no option \"--unknown\""), "says so");
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void noCommandIgnoresWhatItDoesNotTake(String command) {
        assertThat(Run.of(Map.of(), (command + " more").split(" ")))
                .returns(2, Run::exitCode)
                .returns("", Run::out)
                .matches(run -> run.err().contains(": expected nothing more, but found \"more\""), "says so");
    }

    /** Each command, with all that it takes beside options, and with the options that it needs. */
    private static Stream<String> whole() {
        return commands(Commands.line(context())).map(UsageTest::whole);
    }

    /** Those of them that do not take as many as there are. */
    private static Stream<String> bounded() {
        return commands(Commands.line(context()))
                .filter(command -> command.positionalParameters().stream()
                        .noneMatch(parameter -> parameter.arity().isVariable()
                                || parameter.index().isVariable()))
                .map(UsageTest::whole);
    }

    private static Stream<CommandSpec> commands(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line.getCommandSpec())
                : line.getSubcommands().values().stream().flatMap(UsageTest::commands);
    }

    private static String whole(CommandSpec command) {
        return command.qualifiedName().replaceFirst("^probation ", "") + needs(command);
    }

    private static String needs(CommandSpec command) {
        Stream<ArgSpec> either = command.argGroups().stream()
                .filter(group -> group.multiplicity().min() > 0)
                .map(group -> group.requiredArgs().iterator().next());
        Stream<ArgSpec> always = command.args().stream()
                .filter(arg -> arg.group() == null)
                .filter(arg -> arg.required() || arg.isPositional());
        return Stream.concat(always, either)
                .map(arg -> arg instanceof OptionSpec option ? ' ' + option.longestName() + value(option) : value(arg))
                .collect(Collectors.joining());
    }

    private static String value(ArgSpec arg) {
        if (arg.isOption() && arg.arity().max() == 0) {
            return "";
        }
        if (arg.completionCandidates() != null) {
            return ' ' + arg.completionCandidates().iterator().next();
        }
        return arg.type() == Duration.class ? " 10m" : " a";
    }

    @Test
    void anErrorEndsAsEachMistakeOfOursDoes() {
        assertThat(failing(new AssertionError("impossible")))
                .startsWith("probation: this is a bug in Probation, please report it:\n")
                .contains("AssertionError: impossible", "UsageTest");
    }

    @Test
    void aJarThatWasReplacedIsNoBug() {
        assertThat(failing(new NoClassDefFoundError("dev/probation/Replaced")))
                .startsWith("probation: a part of the jar cannot be loaded, as where it was replaced while the command"
                        + " ran; run the command again, and please report it if that does not help:\n")
                .contains("NoClassDefFoundError: dev/probation/Replaced", "UsageTest");
    }

    @Test
    void aProcessWithTooLittleMemoryIsNoBug() {
        assertThat(failing(new OutOfMemoryError("Java heap space")))
                .isEqualTo("probation: the process is out of memory (Java heap space);"
                        + " start it with more, such as with java -Xmx512m\n");
    }

    /** What check says where its first step ends in this way. */
    private static String failing(Error thrown) {
        CommandServices broken = (CommandServices) Proxy.newProxyInstance(
                CommandServices.class.getClassLoader(),
                new Class<?>[] {CommandServices.class},
                (proxy, method, arguments) -> {
                    throw thrown;
                });

        Run run = Run.of(broken, "check");

        assertThat(run).returns(4, Run::exitCode).returns("", Run::out);
        return run.err();
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

        all.getSubcommands()
                .forEach((name, command) -> assertThat(
                                Run.of(Map.of(), name, "--help").out())
                        .isEqualTo(command.getUsageMessage(CommandLine.Help.Ansi.OFF)));
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

    /** The library breaks lines within words, such as at the dots of an address. */
    @Test
    void helpFitsATerminalAndBreaksNoWord() {
        List<String> broken = new ArrayList<>();
        commandLines(Commands.line(context())).forEach(command -> {
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            List<String> shown = List.of(help.strip().split("\\s+"));
            CommandSpec spec = command.getCommandSpec();
            Stream.of(
                            Arrays.stream(spec.usageMessage().description()),
                            Arrays.stream(spec.usageMessage().footer()),
                            spec.usageMessage().exitCodeList().values().stream(),
                            spec.args().stream().flatMap(argument -> Arrays.stream(argument.description())))
                    .flatMap(each -> each)
                    .flatMap(text ->
                            Arrays.stream(text.replace("%%", "%").strip().split("\\s+")))
                    .filter(word -> !word.contains("${") && !shown.contains(word))
                    .forEach(word -> broken.add(spec.qualifiedName() + ": " + word));
            synopsis(help)
                    .filter(line -> line.matches(".*-\\S*[A-Za-z][.,]"))
                    .forEach(line -> broken.add(spec.qualifiedName() + ": " + line));
            help.lines()
                    .filter(line -> line.length() > 80 && !line.startsWith("  probation "))
                    .forEach(line -> broken.add(spec.qualifiedName() + ": " + line));
        });

        assertThat(broken).isEmpty();
    }

    @Test
    void helpReadsTheSameInColour() {
        commandLines(Commands.line(context())).forEach(command -> {
            String coloured = command.getUsageMessage(CommandLine.Help.Ansi.ON);

            assertThat(coloured).contains("\u001b[");
            assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                    .isEqualTo(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
        });
    }

    private static Stream<String> synopsis(String help) {
        return help.lines().takeWhile(line -> line.startsWith("Usage: ") || line.startsWith("      "));
    }

    private static Stream<CommandLine> commandLines(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(UsageTest::commandLines));
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

    @ParameterizedTest
    @CsvSource({
        "re, report record replay",
        "status --output j, json",
        "compare --direction in, increase",
        "record -o a, ''"
    })
    void completesValuesAsTheyAreWritten(String typed, String completed) throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"),
                Run.of(Map.of(), "generate-completion").out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(probation " + typed
                                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_probation; echo ${COMPREPLY[@]}")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(completed);
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
