package dev.probation.agent.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.probe.prometheus.LabelHistory.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastReleaseTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void aFileWithoutLineEndsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("releases.txt"), "1".repeat(2 << 20));

        assertThatThrownBy(() -> PastRelease.read(file)).hasMessageContaining("a line is longer than");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                     | versions a minute apart     | deployed, with the minute
            'what is live at first went live unseen' | a a a                       | ''
            'a new version'                          | a a b b                     | b2
            'beside the old one for a while'         | a ab ab b                   | b1
            'nothing seen for a while'               | a . . . . . . . a           | ''
            'back after a rollback'                  | a b b b b b b b a           | b1 a8
            'a replica of the old one starts again'  | a ab b ab b                 | b1
            'two at once'                            | a bc                        | b1 c1
            'nothing'                                | . .                         | ''
            """)
    void aVersionThatWasNotSeenBeforeIsADeployment(String name, String versions, String deployed) {
        List<String> found = PastRelease.seen(history(versions)).releases().stream()
                .map(each -> each.version() + (each.deployedAt().getEpochSecond() - NOON.getEpochSecond()) / 60)
                .toList();

        assertThat(String.join(" ", found)).isEqualTo(deployed);
    }

    private static List<Seen> history(String versions) {
        List<Seen> history = new ArrayList<>();
        int minute = 0;
        for (String values : versions.split(" ", -1)) {
            if (!values.equals(".")) {
                history.add(new Seen(
                        NOON.plusSeconds(60L * minute),
                        Set.copyOf(List.of(values.split("", -1)).stream()
                                .filter(each -> !each.isEmpty())
                                .toList())));
            }
            minute++;
        }
        return history;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            versions a minute apart | left out
            a a b b                 | a 12:00 when it went live is not known
            ac b b                  | a 12:00 when it went live is not known, c 12:00 when it went live is not known
            a b b a a c             | a 12:00 when it went live is not known, a 12:03 it was seen less than 5m before
            a b b b b b b b a       | a 12:00 when it went live is not known
            a ab b ab b             | a 12:00 when it went live is not known
            . .                     | ''
            """)
    void whatDoesNotCountIsSaid(String versions, String leftOut) {
        assertThat(String.join(
                        ", ",
                        PastRelease.seen(history(versions)).leftOut().stream()
                                .map(each -> each.version()
                                        + ' '
                                        + each.at().toString().substring(11, 16)
                                        + ' '
                                        + each.why())
                                .toList()))
                .isEqualTo(leftOut);
    }

    @Test
    void aFileHasAVersionAndAnInstantALine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("releases.txt"),
                "# ours\n1.4.1 2026-01-30T10:00:00Z\n\n 1.4.2  2026-01-31T10:00:00Z # b\n");

        assertThat(PastRelease.read(file))
                .containsExactly(
                        new PastRelease("1.4.1", Instant.parse("2026-01-30T10:00:00Z")),
                        new PastRelease("1.4.2", Instant.parse("2026-01-31T10:00:00Z")));
    }

    @Test
    void aLineThatIsNoneIsRefusedWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("releases.txt"), "1.4.1 yesterday\n");

        assertThatThrownBy(() -> PastRelease.read(file))
                .hasMessageContaining("releases.txt:1: expected a version and an instant")
                .hasMessageContaining("found \"1.4.1 yesterday\"");
        assertThatThrownBy(() -> PastRelease.read(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            backtest bookreader                                          | give --deployments FILE
            backtest bookreader --version 1                              | come in pairs, but found 1 and 0
            backtest bookreader --version 1 --deployed-at noon           | expected an instant
            backtest shop --version 1 --deployed-at 2026-01-31T10:00:00Z | the configuration has no service "shop"
            backtest bookreader --version-query x --since never          | expected a duration
            backtest bookreader --version-query x --version-label a-b    | such as version, but found "a-b"
            backtest bookreader --version-query x                        | expected a Prometheus among the targets, since it remembers the past, but found none
            """)
    void wrongUsageSaysWhatToDo(String call, String message) {
        Run run = Run.of(new FakeCommandServices(), call.split(" ", -1));

        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
