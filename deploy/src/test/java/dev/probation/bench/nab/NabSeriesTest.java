package dev.probation.bench.nab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value an hour for 14 days, of which the eleventh is labelled. */
class NabSeriesTest {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        LocalDateTime first = LocalDateTime.of(2014, 3, 1, 0, 0);
        String rows = IntStream.range(0, 14 * 24)
                .mapToObj(hour -> TIME.format(first.plusHours(hour)) + "," + hour)
                .collect(Collectors.joining("\n", "timestamp,value\n", "\n"));
        Files.createDirectories(folder.resolve("labels"));
        Files.createDirectories(folder.resolve("data/realKnownCause"));
        Files.createDirectories(folder.resolve("data/realAWSCloudwatch"));
        Files.writeString(folder.resolve("data/realKnownCause/one.csv"), rows);
        Files.writeString(folder.resolve("labels/combined_windows.json"), """
                {"realKnownCause/one.csv": [["2014-03-11 04:00:00.000000", "2014-03-11 09:00:00.000000"]]}
                """);
    }

    @Test
    void a72HoursAreADeploymentFromTheSecondDayOn() throws IOException {
        List<NabSeries> all = NabSeries.all(folder);

        assertThat(all).singleElement().satisfies(series -> {
            assertThat(series.every()).isEqualTo(Duration.ofHours(1));
            assertThat(series.segments())
                    .extracting(NabSeries.Segment::live)
                    .containsExactly(
                            Instant.parse("2014-03-02T00:00:00Z"),
                            Instant.parse("2014-03-05T00:00:00Z"),
                            Instant.parse("2014-03-08T00:00:00Z"),
                            Instant.parse("2014-03-11T00:00:00Z"));
            assertThat(series.segments())
                    .extracting(NabSeries.Segment::isWeekKnown)
                    .containsExactly(false, false, true, true);
            assertThat(series.segments())
                    .extracting(NabSeries.Segment::isLabelled)
                    .containsExactly(false, false, false, true);
        });
    }

    @Test
    void theDayAndTheWeekBeforeAreKnown() throws IOException {
        NabSeries.Segment third = NabSeries.all(folder).get(0).segments().get(2);

        assertThat(third.before().values()).hasSize(24 + 72);
        assertThat(third.before().firstKey()).isEqualTo(Instant.parse("2014-03-01T00:00:00Z"));
        assertThat(third.before().lastKey()).isEqualTo(Instant.parse("2014-03-07T23:00:00Z"));
        assertThat(third.since().values()).hasSize(72);
    }
}
