package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value every ten minutes, which is by how many minutes it was taken before the deployment. */
class BaselineWindowsTest {

    private static final Instant LIVE = Instant.parse("2026-01-29T10:00:00Z");
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;

    /** From some minutes before the deployment until others. */
    private static List<Sample> samples(int from, int until) {
        List<Sample> samples = new ArrayList<>();
        for (int minute = from; minute > until; minute -= 10) {
            samples.add(new Sample(
                    LIVE.minus(Duration.ofMinutes(minute)), new CheckId("p95"), Outcome.Measured.of(minute)));
        }
        return samples;
    }

    private static String names(Baseline baseline, int minutes) {
        return BaselineWindows.of(baseline, LIVE.plus(Duration.ofMinutes(minutes))).stream()
                .map(reference -> reference.name().replace("the same time ", ""))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest(name = "{0} min after the deployment, {1} is known")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            minutes | known | held against
            0       | hour  | 'the hour before the deployment'
            60      | hour  | 'the hour before the deployment'
            61      | hour  | ''
            0       | day   | 'the hour before the deployment, on the day before'
            60      | week  | 'the hour before the deployment, on the day before, a week before'
            61      | week  | 'on the day before, a week before'
            2000    | week  | 'on the day before, a week before'
            61      | day   | 'on the day before'
            20000   | day   | 'on the day before'
            """)
    void valuesAreHeldAgainstThoseOfTheSameTimeOfDay(int minutes, String known, String expected) {
        List<Sample> samples = new ArrayList<>(samples(known.equals("hour") ? HOUR : DAY + HOUR, 0));
        if (known.equals("week")) {
            samples.addAll(samples(7 * DAY + HOUR, 4 * DAY));
        }

        assertThat(names(new Baseline(LIVE, samples), minutes)).isEqualTo(expected);
    }

    /** The 7th of March 2026 is a Saturday. Far east it begins on Friday at 10:00 UTC, far west it ends on Sunday at 12:00. */
    @ParameterizedTest(name = "{0}, the week before is known: {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            at                   | week  | held against
            2026-03-06T09:00:00Z | false | day
            2026-03-06T11:00:00Z | false | ''
            2026-03-07T12:00:00Z | false | ''
            2026-03-07T12:00:00Z | true  | 'day, week'
            2026-03-08T13:00:00Z | false | ''
            2026-03-09T09:00:00Z | false | ''
            2026-03-10T11:00:00Z | false | ''
            2026-03-10T13:00:00Z | false | day
            2026-03-12T09:00:00Z | false | day
            """)
    void oneDayTellsNothingOfAnotherKindOfDay(Instant at, boolean week, String expected) {
        Instant live = at.minus(Duration.ofHours(4));
        List<Sample> samples = new ArrayList<>();
        for (int hour = 1; hour <= (week ? 8 : 1) * 24; hour++) {
            samples.add(new Sample(live.minus(Duration.ofHours(hour)), new CheckId("p95"), Outcome.Measured.of(1)));
        }

        assertThat(BaselineWindows.of(new Baseline(live, samples), at).stream()
                        .map(reference -> reference.name().replaceAll(".*(day|week).*", "$1"))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void withoutABaselineThereIsNothingToHoldThemAgainst() {
        assertThat(BaselineWindows.of(Baseline.none(LIVE), LIVE.plusSeconds(600)))
                .isEmpty();
    }

    @Test
    void theSameTimeIsAnHourToEitherSideOfIt() {
        Baseline baseline = new Baseline(LIVE, samples(8 * DAY, 0));

        List<BaselineWindow> early = BaselineWindows.of(baseline, LIVE.plus(Duration.ofMinutes(180)));
        List<BaselineWindow> late = BaselineWindows.of(baseline, LIVE.plus(Duration.ofMinutes(DAY + 180)));

        assertThat(early.get(0).values()).hasSize(12).startsWith(DAY - 120).endsWith(DAY - 230);
        assertThat(early.get(1).values()).hasSize(12).startsWith(7 * DAY - 120).endsWith(7 * DAY - 230);
        // the day before the deployment again, and another day of the week before
        assertThat(late.get(0).values()).isEqualTo(early.get(0).values());
        assertThat(late.get(1).values()).hasSize(12).startsWith(6 * DAY - 120);
    }

    @ParameterizedTest(name = "{0} samples")
    @CsvSource({"12, 'on the day before'", "1, 'on the day before'", "0, ''"})
    void aReferenceHasOneSampleOrMore(int count, String expected) {
        List<Sample> samples = samples(DAY - 120, DAY - 120 - 10 * count);

        assertThat(names(new Baseline(LIVE, samples), 180)).isEqualTo(expected);
    }

    @Test
    void theHourBeforeIsNoLonger() {
        List<BaselineWindow> near = BaselineWindows.near(new Baseline(LIVE, samples(2 * HOUR, 0)));

        assertThat(near).hasSize(1);
        assertThat(near.get(0).values()).containsExactly(60, 50, 40, 30, 20, 10);
    }

    @ParameterizedTest(name = "{0} values")
    @CsvSource({"60, 60, 59", "61, 30, 58", "120, 60, 118"})
    void ofManyValuesSomeAreTaken(int count, int taken, double last) {
        List<Sample> samples = new ArrayList<>();
        Instant first = LIVE.minus(Duration.ofDays(1)).plus(Duration.ofMinutes(120));
        for (int i = 0; i < count; i++) {
            samples.add(new Sample(first.plusSeconds(60L * i), new CheckId("p95"), Outcome.Measured.of(i)));
        }

        List<BaselineWindow> day = BaselineWindows.of(new Baseline(LIVE, samples), LIVE.plus(Duration.ofMinutes(180)));

        assertThat(day.get(0).values()).hasSize(taken).startsWith(0).endsWith(last);
    }
}
