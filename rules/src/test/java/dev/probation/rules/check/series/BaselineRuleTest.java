package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the hour before, in which values were from 0.5 to 0.559 in no order, one a minute. */
class BaselineRuleTest {

    private static final Instant LIVE = Instant.parse("2026-01-29T10:00:00Z");
    private static final CheckId P95 = new CheckId("p95");

    private static BaselineRule rule(String expectation) {
        return new BaselineRule(BaselineExpectation.parse(expectation), Duration.ofMinutes(1), Dimension.TIME);
    }

    private static Sample sample(long second, double value) {
        return new Sample(LIVE.plusSeconds(second), P95, Outcome.Measured.of(value));
    }

    private static List<Sample> hour(long fromSecond, double from) {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            samples.add(sample(fromSecond + 60L * minute, from + minute * 7 % 60 / 1000.0));
        }
        return samples;
    }

    /** Values at the seconds since {@code from}. */
    private static ComparisonProgress compared(
            BaselineRule rule, Baseline baseline, SeriesProgress before, long from, double value, long... seconds) {
        SeriesProgress progress = before;
        for (long second : seconds) {
            Sample sample = sample(from + second, value);
            progress = rule.next(progress, sample, (Outcome.Measured) sample.outcome(), baseline);
        }
        return (ComparisonProgress) progress;
    }

    private static final long[] TWELVE = {0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 660};

    @Test
    void theTwelfthValueBringsAboutALook() {
        BaselineRule rule = rule("<= baseline + 10%");
        Baseline baseline = new Baseline(LIVE, hour(-3600, 0.5));

        ComparisonProgress eleven =
                compared(rule, baseline, rule.begin(), 60, 0.8, 0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600);
        ComparisonProgress twelve = compared(rule, baseline, eleven, 60, 0.8, 660);
        ComparisonProgress more = compared(rule, baseline, twelve, 60, 0.8, 720);

        assertThat(rule.begin()).isEqualTo(ComparisonProgress.NONE);
        assertThat(eleven.values()).hasSize(11);
        assertThat(eleven.newest()).isEmpty();
        assertThat(twelve.values()).isEmpty();
        assertThat(twelve.looks()).isOne();
        assertThat(twelve.newest().orElseThrow().at()).isEqualTo(LIVE.plusSeconds(720));
        assertThat(more.values()).containsExactly(0.8);
        assertThat(more.from()).contains(LIVE.plusSeconds(780));
        assertThat(more.newest()).isEqualTo(twelve.newest());
    }

    @ParameterizedTest(name = "{0} s after the last")
    @CsvSource({"53, 1", "54, 2", "60, 2"})
    void valuesThatAreTooNearToTheLastAreLeftOut(long second, int taken) {
        BaselineRule rule = rule("<= baseline + 10%");

        ComparisonProgress compared = compared(rule, Baseline.none(LIVE), rule.begin(), 60, 0.5, 0, second);

        assertThat(compared.values()).hasSize(taken);
        assertThat(compared.taken()).contains(LIVE.plusSeconds(taken == 1 ? 60 : 60 + second));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            expectation       | value | quality | reason
            <= baseline + 10% | 0.8   | BAD     | 'median 800 ms, 51.1 % above the hour before the deployment (530 ms, 60 samples)'
            <= baseline + 10% | 0.57  | GOOD    | 'median 570 ms, 7.65 % above the hour before the deployment (530 ms, 60 samples)'
            <= baseline + 10% | 0.3   | GOOD    | 'median 300 ms, 43.3 % below the hour before the deployment (530 ms, 60 samples)'
            >= baseline - 10% | 0.3   | BAD     | 'median 300 ms, 43.3 % below the hour before the deployment (530 ms, 60 samples)'
            >= baseline - 10% | 0.8   | GOOD    | 'median 800 ms, 51.1 % above the hour before the deployment (530 ms, 60 samples)'
            """)
    void aLookIsBadWhereValuesAreWorseThanTolerated(String expectation, double value, Quality quality, String reason) {
        BaselineRule rule = rule(expectation);

        ComparisonProgress compared =
                compared(rule, new Baseline(LIVE, hour(-3600, 0.5)), rule.begin(), 60, value, TWELVE);

        assertThat(compared.newest()).contains(new SeriesFinding(LIVE.plusSeconds(720), quality, reason));
        assertThat(compared.isWorse()).isEqualTo(quality == Quality.BAD);
    }

    @Test
    void whatTheSameTimeOfOneDayHadAsWellIsNoChange() {
        BaselineRule rule = rule("<= baseline + 10%");
        long day = 86_400;
        List<Sample> samples = new ArrayList<>(hour(-day + 3 * 3600, 0.5));
        Baseline yesterday = new Baseline(LIVE, samples);
        samples.addAll(hour(-7 * day + 3 * 3600, 0.8));
        Baseline both = new Baseline(LIVE, samples);

        SeriesFinding high = compared(rule, yesterday, rule.begin(), 3 * 3600 + 1800, 0.82, TWELVE)
                .newest()
                .orElseThrow();
        SeriesFinding usual = compared(rule, both, rule.begin(), 3 * 3600 + 1800, 0.82, TWELVE)
                .newest()
                .orElseThrow();
        SeriesFinding higher = compared(rule, both, rule.begin(), 3 * 3600 + 1800, 1.2, TWELVE)
                .newest()
                .orElseThrow();

        assertThat(high.quality()).isEqualTo(Quality.BAD);
        assertThat(usual.quality()).isEqualTo(Quality.GOOD);
        assertThat(usual.reason()).doesNotContain("on the day before").contains("the same time a week before");
        assertThat(higher.quality()).isEqualTo(Quality.BAD);
        assertThat(higher.reason())
                .contains("the same time on the day before (")
                .contains(" and median 1.2 s");
    }

    /** The middle of the twelve values is 2 h 5.5 min after the deployment; an hour to either side of it was high. */
    @Test
    void theSameTimeIsThatOfTheMiddleOfTheValues() {
        BaselineRule rule = rule("<= baseline + 10%");
        long second = 2 * 3600;
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            samples.add(sample(-86_400 + second + 330 - 3600 + 600L * i, 0.5 + i / 1000.0));
        }

        SeriesFinding look = compared(rule, new Baseline(LIVE, samples), rule.begin(), second, 0.8, TWELVE)
                .newest()
                .orElseThrow();

        assertThat(look.reason()).endsWith("the same time on the day before (506 ms, 12 samples)");
    }

    @Test
    void fewSamplesTellNothing() {
        BaselineRule rule = rule("<= baseline + 10%");
        Baseline four = new Baseline(LIVE, hour(-3600, 0.5).subList(0, 4));

        SeriesFinding unknown = compared(rule, Baseline.none(LIVE), rule.begin(), 60, 0.8, TWELVE)
                .newest()
                .orElseThrow();
        SeriesFinding few =
                compared(rule, four, rule.begin(), 60, 0.8, TWELVE).newest().orElseThrow();

        assertThat(unknown.quality()).isEqualTo(Quality.NO_DATA);
        assertThat(unknown.reason()).isEqualTo("there are no samples of this time of day from before the deployment");
        assertThat(few.quality()).isEqualTo(Quality.NO_DATA);
        assertThat(few.reason())
                .isEqualTo("4 samples of the hour before the deployment are too few to tell a difference from chance");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            expectation       | before    | eleven | last  | quality
            <= baseline + 25% | '0.8 0.9' | 2      | 1.126 | BAD
            <= baseline + 25% | '0.8 0.9' | 2      | 1.124 | GOOD
            <= baseline + 25% | ''        | 2      | 2     | GOOD
            >= baseline - 25% | '80 90'   | 20     | 59    | BAD
            >= baseline - 25% | '80 90'   | 20     | 61    | GOOD
            """)
    void ofFewValuesBeforeEachOfTheNewOnesMustBeBeyondTheWorst(
            String expectation, String before, double eleven, double last, Quality quality) {
        double[] values = Arrays.stream(before.split(" ", -1))
                .filter(value -> !value.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
        BaselineWindow few = new BaselineWindow("before the deployment", values);
        BaselineRule rule = rule(expectation);

        ComparisonProgress compared = ComparisonProgress.NONE;
        for (int minute = 1; minute <= 12; minute++) {
            compared = rule.next(compared, LIVE.plusSeconds(60L * minute), minute < 12 ? eleven : last, few);
        }

        assertThat(compared.newest().orElseThrow().quality()).isEqualTo(quality);
        assertThat(compared.newest().orElseThrow().reason())
                .isEqualTo("each of 12 values "
                        + (quality == Quality.BAD
                                ? "is worse than all values from "
                                : "may be no worse than those from ")
                        + "before the deployment");
    }

    @Test
    void looksAreTwelveValuesApartAndABreachLastsOneLonger() {
        BaselineRule rule = rule("<= baseline + 10%");
        Sustain both = new Sustain(Optional.of(Failures.inRow(2)), Optional.of(Duration.ofMinutes(3)), 4);

        Baseline none = Baseline.none(LIVE);

        assertThat(rule.firstLook()).isEqualTo(Duration.ofMinutes(12));
        assertThat(rule.betweenLooks(none, Duration.ofSeconds(15))).isEqualTo(Duration.ofMinutes(12));
        assertThat(rule.sustain(both, none))
                .isEqualTo(new Sustain(Optional.of(Failures.inRow(2)), Optional.of(Duration.ofMinutes(15)), 4));
        assertThat(rule.sustain(Sustain.DEFAULT, none)).isEqualTo(Sustain.DEFAULT);
    }
}
