package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.check.series.ComparisonProgress;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twelve samples of one value a minute, held against a breach of the half hour before. */
class BaselineValuesTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");

    private static ComparisonProgress next(
            BaselineValues values, Check check, ComparisonProgress before, long second, Outcome outcome) {
        Sample sample = new Sample(LIVE.plusSeconds(second), check.id(), outcome);
        return values.next(
                before, sample, check.quality(outcome), PreExistingBreach.ofValues("", Duration.ofMinutes(30), false));
    }

    /** Values differ by up to 1 % of {@code value}. */
    private static Outcome near(double value, int i) {
        return Outcome.Measured.of(value * (1 + i % 10 / 1000.0));
    }

    private static ComparisonProgress after(Check check, double before, double hit, double after, double every) {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 60; minute > 0; minute--) {
            // every so many minutes of the breach itself, and never before it
            boolean isHit = minute <= 30 && minute % every == 0;
            samples.add(
                    new Sample(LIVE.minus(Duration.ofMinutes(minute)), check.id(), near(isHit ? hit : before, minute)));
        }
        BaselineValues values = new BaselineValues(check, new Baseline(LIVE, samples));
        ComparisonProgress compared = ComparisonProgress.NONE;
        for (int i = 1; i <= 12; i++) {
            compared = next(values, check, compared, 60L * i, near(after, i));
        }
        return compared;
    }

    @ParameterizedTest(name = "expected {0}, {1} before and {2} after")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            expectation       | before | breach | after | is worse
            < 500ms           | 0.2    | 0.9    | 0.9   | false
            < 500ms           | 0.2    | 0.9    | 1.1   | false
            < 500ms           | 0.2    | 0.9    | 1.2   | true
            < 500ms           | 0.2    | 0.9    | 0.2   | false
            <= 500ms          | 0.2    | 0.9    | 1.2   | true
            > 500             | 900    | 400    | 400   | false
            > 500             | 900    | 400    | 200   | true
            > 500             | 900    | 400    | 700   | false
            >= 500            | 900    | 400    | 200   | true
            == 5              | 7      | 7      | 9     | false
            between 5 and 6   | 7      | 7      | 70    | false
            """)
    void valuesWithALimitAreClearlyWorseByAQuarter(
            String expectation, double before, double breach, double after, boolean isWorse) {
        Check check = CheckBuilder.measuring("x").expect(expectation).build();

        ComparisonProgress compared = after(check, before, breach, after, 1);

        assertThat(compared.looks()).isOne();
        assertThat(compared.isWorse()).isEqualTo(isWorse);
    }

    @ParameterizedTest(name = "bad one in {0}")
    @CsvSource({"10, true", "1, false"})
    void valuesOnTwoSidesAreComparedByHowOftenTheyAreBad(double every, boolean isWorse) {
        Check check = CheckBuilder.measuring("x").expect("between 5 and 6").build();

        assertThat(after(check, 5.5, 7, 7, every).isWorse()).isEqualTo(isWorse);
    }

    @Test
    void whatIsNotMeasuredIsNoValue() {
        Check check = CheckBuilder.measuring("x").noData(WhenUnmeasured.FAIL).build();
        Check range = CheckBuilder.measuring("x").expect("between 5 and 6").build();
        Outcome nothing = new Outcome.NoData("empty");
        BaselineValues values = new BaselineValues(check, Baseline.none(LIVE));
        BaselineValues bad = new BaselineValues(range, Baseline.none(LIVE));

        assertThat(next(values, check, ComparisonProgress.NONE, 60, nothing)).isSameAs(ComparisonProgress.NONE);
        assertThat(next(bad, range, ComparisonProgress.NONE, 60, nothing)).isSameAs(ComparisonProgress.NONE);
        assertThat(next(bad, range, ComparisonProgress.NONE, 60, Outcome.Measured.of(7))
                        .values())
                .containsExactly(1.0);
        assertThat(next(bad, range, ComparisonProgress.NONE, 60, Outcome.Measured.of(5))
                        .values())
                .containsExactly(0.0);
    }

    @ParameterizedTest(name = "asked every {0} s")
    @CsvSource({"15, 60", "60, 60", "300, 300"})
    void valuesAreAMinuteApartOrTheIntervalWhereThatIsLonger(long every, long apart) {
        Check check =
                CheckBuilder.measuring("x").every(Duration.ofSeconds(every)).build();
        BaselineValues values = new BaselineValues(check, Baseline.none(LIVE));
        Outcome value = Outcome.Measured.of(0.9);

        ComparisonProgress first = next(values, check, ComparisonProgress.NONE, 60, value);

        assertThat(next(values, check, first, 60 + apart - apart / 10 - 1, value))
                .isSameAs(first);
        assertThat(next(values, check, first, 60 + apart, value).values()).hasSize(2);
    }
}
