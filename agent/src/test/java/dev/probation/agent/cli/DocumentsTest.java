package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.file.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people copy from the documents works. */
class DocumentsTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```([a-z]*)\\n(.*?)^ *```");
    private static final Pattern INLINE = Pattern.compile("`((?:deploy/)?probation [^`]+)`");
    private static final Pattern FILE = Pattern.compile("`((?:deploy|docs|rules|dashboards)/[^` ]+)");
    private static final Pattern CALLED = Pattern.compile("^(?:\\S*/)?probation (?!\\.\\.\\.)(\\S.*)$");

    @TempDir
    private Path secrets;

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("deploy")) ? here : Objects.requireNonNull(here.getParent());
    }

    private static Stream<Path> documents(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(root().resolve(folder))) {
            return files
                    .filter(file ->
                            file.toString().endsWith(suffix) && !file.toString().contains("/target/"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Each configuration by its place: files below deploy/, and blocks of the pages that people read. */
    private static Map<String, String> configurations() throws IOException {
        Map<String, String> found = new TreeMap<>();
        documents("deploy", ".yaml")
                .forEach(file -> found.put(root().relativize(file).toString(), text(file)));
        pages().forEach(page -> blocks(text(page), "yaml")
                .forEach(block -> found.put(root().relativize(page) + " block " + found.size(), block)));
        found.values().removeIf(text -> !text.contains("\nservices:") || text.contains("\n    image:"));
        return found;
    }

    static Set<String> places() throws IOException {
        return configurations().keySet();
    }

    private static Stream<Path> pages() throws IOException {
        return Stream.concat(
                Stream.of(root().resolve("README.md"), root().resolve("CONTRIBUTING.md")), documents("docs", ".md"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> blocks(String page, String language) {
        List<String> blocks = new ArrayList<>();
        for (MatchResult block : FENCED.matcher(page).results().toList()) {
            if (block.group(2).equals(language)) {
                blocks.add('\n' + block.group(3).replaceAll("(?m)^" + block.group(1), ""));
            }
        }
        return blocks;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void aConfigurationThatIsShownIsTaken(String place) throws IOException {
        for (String secret : List.of("pg", "redis", "pd", "pagerduty", "token", "cdevents", "github", "alerts")) {
            Path written = Files.writeString(secrets.resolve(secret), "0123456789abcdef0123456789abcdef");
            assertThat(written).exists();
        }
        Path hook = Files.writeString(secrets.resolve("hook"), "whsec_MDEyMzQ1Njc4OWFiY2RlZg==");
        Path slack = Files.writeString(secrets.resolve("slack"), "https://hooks.slack.example/services/T/B/x");
        assertThat(List.of(hook, slack)).allMatch(Files::exists);
        String text = Objects.requireNonNull(configurations().get(place))
                .replace("/run/secrets", secrets.toString())
                .replace("-file: secrets/", "-file: " + secrets + "/")
                .replace("${STATE}/secrets", secrets.toString())
                .replace("${STATE}", secrets.toString())
                .replaceAll("\\$\\{[A-Z]+_PORT}", "12345");
        Path file = Files.writeString(secrets.resolve("probation.yaml"), text);

        Config config = ConfigLoader.load(InstalledKinds.load(), List.of(file), Map.of());

        assertThat(config.services()).isNotEmpty();
        assertThat(config.services()).allMatch(service -> !service.checks().isEmpty());
    }

    @Test
    void theDocumentsShowConfigurations() throws IOException {
        assertThat(places())
                .contains(
                        "deploy/examples/probation.yaml", "deploy/demo/probation.yaml", "deploy/compose/probation.yaml")
                .anyMatch(place -> place.startsWith("README.md"));
    }

    /** Every call of the program that a page shows, in a block or in a line. */
    static Stream<String> calls() throws IOException {
        List<String> calls = new ArrayList<>();
        for (Path page : pages().toList()) {
            String text = text(page);
            blocks(text, "").forEach(block -> calls.addAll(block.lines().toList()));
            blocks(text, "bash").forEach(block -> calls.addAll(block.lines().toList()));
            blocks(text, "sh").forEach(block -> calls.addAll(block.lines().toList()));
            INLINE.matcher(text).results().forEach(inline -> calls.add(inline.group(1)));
        }
        return calls.stream()
                .map(String::strip)
                .flatMap(call -> CALLED.matcher(call).results().map(found -> found.group(1)))
                .map(call -> call.replaceAll("\\s+[#>].*", ""))
                .filter(call -> !call.startsWith("--make-archive")) // the starter's own
                .distinct();
    }

    @ParameterizedTest(name = "probation {0}")
    @MethodSource("calls")
    void aCallThatIsShownIsUnderstood(String call) {
        String[] words = call.split("\\s+");
        if (words.length == 1) {
            assertThat(Commands.line(surroundings()).getSubcommands()).containsKey(words[0]);
            return;
        }

        assertThatCode(() -> {
                    List<String> unmatched = Commands.line(surroundings(), words)
                            .parseArgs(words)
                            .unmatched();
                    assertThat(unmatched).isEmpty();
                })
                .as(Arrays.toString(words))
                .doesNotThrowAnyException();
    }

    @Test
    void theReadmeNamesEveryCommand() throws IOException {
        String readme = Files.readString(root().resolve("README.md"));
        String list = readme.substring(readme.indexOf("### Command line"), readme.indexOf("## How it decides"));
        Set<String> commands =
                new TreeSet<>(Commands.line(surroundings()).getSubcommands().keySet());

        assertThat(commands.removeAll(Set.of("schema", "generate-completion")))
                .isTrue(); // for those who build packages and completions

        assertThat(Pattern.compile("`([a-z]+)`").matcher(list).results().map(name -> name.group(1)))
                .containsAll(commands);
    }

    @Test
    void theReadmeNamesFilesThatThereAre() throws IOException {
        String readme = Files.readString(root().resolve("README.md"));

        List<Path> named = FILE.matcher(readme)
                .results()
                .map(file -> root().resolve(file.group(1)))
                .distinct()
                .toList();

        assertThat(named).isNotEmpty().allMatch(Files::exists);
    }

    private static CommandContext surroundings() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new CommandContext(Map.of(), false, new FakeCommandClock(), new FakeCommandServices(), nowhere, nowhere);
    }
}
