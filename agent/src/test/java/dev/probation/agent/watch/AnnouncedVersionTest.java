package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.VersionSource;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.deployment.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncedVersionTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final VersionSource SOURCE = new VersionSource(
            WatchRig.check("health", "< 1s", OnBreach.ALERT).target(),
            "/",
            "$",
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60));

    /**
     * Steps such as {@code 1.4.1@5}, which is read after so many seconds, {@code none@5} for a failed reading, and {@code look@5},
     * of which it is told whether it finds what is wrong. 1.4.2 was announced.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                   | steps                                       | found
            another is read all along              | 1.4.1@5 look@59 1.4.1@60 look@61            | fine wrong
            the grace passes while nothing is read | 1.4.1@5 look@600                            | fine
            it is read after the agent stood still | 1.4.1@5 look@600 1.4.2@601 look@602         | fine fine
            another is, after it stood still       | 1.4.1@5 look@600 1.4.1@601 look@602         | fine wrong
            none is read any more                  | 1.4.2@5 none@10 look@69 none@70 look@71     | fine wrong
            none was read before it stood still    | 1.4.2@5 none@10 look@600 1.4.2@601 look@602 | fine fine
            """)
    void isMissedByWhatIsReadAfterTheGraceAlone(String name, String steps, String found) {
        Deployment deployment = new Deployment("shop-1", "shop", "1.4.2", START, START, false);
        AnnouncedVersion version = new AnnouncedVersion(deployment, SOURCE, List.of(), START);
        List<String> looks = new ArrayList<>();
        for (String step : steps.split(" ", -1)) {
            String[] what = step.split("@", -1);
            Instant at = START.plusSeconds(Long.parseLong(what[1]));
            switch (what[0]) {
                case "look" -> looks.add(version.look(at).isPresent() ? "wrong" : "fine");
                case "none" -> version.seesNone("refused", at);
                default -> {
                    Optional<AnnouncedVersion.Finding> unusedRead = version.sees(what[0], at);
                }
            }
        }

        assertThat(String.join(" ", looks)).isEqualTo(found);
    }
}
