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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What people copy from the documents works. */
class DocumentsTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```([a-z]*)\\n(.*?)^ *```");
    private static final Pattern INLINE = Pattern.compile("`((?:deploy/)?probation [^`]+)`");
    private static final Pattern FILE = Pattern.compile("`((?:deploy|docs|rules|dashboards)/[^` ]+)");
    private static final Pattern CALLED = Pattern.compile("^(?:\\S*/)?probation (?!\\.\\.\\.)(\\S.*)$");

    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|\\S)+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    @TempDir
    private Path secrets;

    /** Each configuration by its place: files below deploy/, and blocks of the pages that people read. */
    private static Map<String, String> configurations() {
        Map<String, String> found = new TreeMap<>();
        Pages.files("deploy", ".yaml").forEach(file -> found.put(name(file), Pages.text(file)));
        Pages.all()
                .forEach(page -> blocks(Pages.text(page), "yaml")
                        .forEach(block -> found.put(name(page) + " block " + found.size(), block)));
        found.values().removeIf(text -> !text.contains("\nservices:") || text.contains("\n    image:"));
        return found;
    }

    static Set<String> places() {
        return configurations().keySet();
    }

    private static String name(Path file) {
        return Pages.root().relativize(file).toString();
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
        Path hook = Files.writeString(secrets.resolve("hook"), "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aBlockOfYamlThatIsShownIsRead(String page) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));

        assertThat(blocks(Pages.text(Pages.root().resolve(page)), "yaml"))
                .allSatisfy(block -> assertThat(yaml.<Object>load(block)).isInstanceOf(Map.class));
    }

    /** Every call of the program that a page shows, in a block or in a line. */
    static Stream<String> calls() {
        List<String> calls = new ArrayList<>();
        for (Path page : Pages.all()) {
            String text = Pages.text(page);
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
        String[] words = WORD.matcher(call)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .toArray(String[]::new);
        if (words.length == 1) {
            assertThat(Commands.line(context()).getSubcommands()).containsKey(words[0]);
            return;
        }

        assertThatCode(() -> {
                    List<String> unmatched =
                            Commands.line(context(), words).parseArgs(words).unmatched();
                    assertThat(unmatched).isEmpty();
                })
                .as(Arrays.toString(words))
                .doesNotThrowAnyException();
    }

    static List<String> pages() {
        return Pages.all().stream().map(DocumentsTest::name).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aPageNamesFilesThatThereAre(String page) {
        List<Path> named = FILE.matcher(Pages.text(Pages.root().resolve(page)))
                .results()
                .map(file -> Pages.root().resolve(file.group(1)))
                .distinct()
                .toList();

        assertThat(named).allMatch(Files::exists);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aLinkLeadsToAPageAndAHeadingThatThereAre(String page) {
        Path file = Pages.root().resolve(page);
        List<String> dead = LINK.matcher(withoutBlocks(Pages.text(file)))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .filter(link -> !leadsSomewhere(file, link))
                .toList();

        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Path from, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path to = path.isEmpty() ? from : from.resolveSibling(path);
        if (hash < 0 || !Files.exists(to)) {
            return Files.exists(to);
        }
        return HEADING.matcher(withoutBlocks(Pages.text(to)))
                .results()
                .anyMatch(heading -> anchor(heading.group(1)).equals(link.substring(hash + 1)));
    }

    /** As GitHub makes it of a heading's text. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** What a block shows is neither a link nor a heading of the page. */
    private static String withoutBlocks(String page) {
        return FENCED.matcher(page).replaceAll("");
    }

    @Test
    void theReadmeIsReadInFiveMinutes() throws IOException {
        Path readme = Pages.root().resolve("README.md");

        assertThat(Pages.text(readme).lines()).hasSizeLessThanOrEqualTo(150);
        assertThat(Files.size(readme)).isLessThanOrEqualTo(10_240);
    }

    private static CommandContext context() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new CommandContext(Map.of(), false, new FakeCommandClock(), new FakeCommandServices(), nowhere, nowhere);
    }
}
