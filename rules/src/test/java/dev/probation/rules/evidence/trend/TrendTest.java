package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy/bench-trend.sh} measures the same on more series of more kinds. */
class TrendTest {

    private static final TrendRule RULE = new TrendRule(0.01, 0.98);

    /** A value a minute around 100. */
    private static double value(String kind, double leak, int minute, long seed, Random random) {
        double hour = minute / 60.0;
        double period = 10 + seed % 12;
        double value = 100 * (1 + leak * hour) + random.nextGaussian();
        value += kind.contains("saw") ? 60 * (minute % period) / period : 0;
        value += kind.contains("daily") ? 12 * Math.sin((hour + 5 * seed) * Math.PI / 12) : 0;
        return value + (kind.contains("cache") ? 50 * (1 - Math.exp(-hour / (1 + seed % 3))) : 0);
    }

    /** Half hours until it is found, over 72 hours; infinite where it is not. */
    private static double hours(String kind, double leak, long seed) {
        Random random = new Random(seed);
        TrendEnvelope envelope = new TrendEnvelope();
        for (int minute = 0; minute < 72 * 60; minute++) {
            envelope.add(60.0 * minute, value(kind, leak, minute, seed, random));
            if (minute % 30 == 0 && Trend.of(envelope, RULE).result() == TrendResult.RISING) {
                return minute / 60.0;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    @Tag("simulation")
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        noise        | most found of 40
        white        | 0
        saw          | 0
        daily        | 1
        daily, saw   | 2
        cache, saw   | 1
        """)
    void whatIsNoLeakIsHardlyEverTakenForOne(String kind, int most) {
        int found = 0;
        for (long seed = 0; seed < 40; seed++) {
            found += Double.isFinite(hours(kind, 0, seed)) ? 1 : 0;
        }

        assertThat(found).isLessThanOrEqualTo(most);
    }

    @Tag("simulation")
    @ParameterizedTest(name = "{0}, {1} an hour")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        noise        | leak | hours | least found of 20
        white        | 0.01 | 12    | 16
        white        | 0.01 | 24    | 20
        saw          | 0.01 | 12    | 16
        saw          | 0.02 | 12    | 20
        saw          | 0.05 | 12    | 20
        daily, saw   | 0.01 | 48    | 20
        daily, saw   | 0.05 | 34    | 20
        cache, saw   | 0.01 | 72    | 18
        """)
    void aLeakIsFound(String kind, double leak, double within, int least) {
        int found = 0;
        for (long seed = 0; seed < 20; seed++) {
            found += hours(kind, leak, seed) <= within ? 1 : 0;
        }

        assertThat(found).isGreaterThanOrEqualTo(least);
    }

    @Tag("simulation")
    @ParameterizedTest(name = "{0} an hour")
    @CsvSource({"0.002", "0.005", "-0.01"})
    void aRiseWellBelowTheLimitIsNone(double leak) {
        for (long seed = 0; seed < 5; seed++) {
            assertThat(hours("saw", leak, seed)).isInfinite();
        }
    }

    private static TrendEnvelope series(int minutes, double leak, int restart) {
        Random random = new Random(1);
        TrendEnvelope envelope = new TrendEnvelope();
        for (int minute = 0; minute < minutes; minute++) {
            int since = minute < restart ? minute : minute - restart;
            envelope.add(60.0 * minute, value("saw", leak, since, 0, random));
        }
        return envelope;
    }

    @Test
    void theReasonHasTheNumbersInIt() {
        Trend trend = Trend.of(series(13 * 60, 0.02, 0), RULE);

        assertThat(trend.result()).isEqualTo(TrendResult.RISING);
        assertThat(trend.relative()).isCloseTo(0.02, within(0.002));
        assertThat(trend.slope()).isCloseTo(2, within(0.2));
        assertThat(trend.low()).isBetween(0.015, 0.02);
        assertThat(trend.high()).isBetween(0.02, 0.025);
        assertThat(trend.pValue()).isLessThan(0.001);
        assertThat(trend.hours()).isCloseTo(12, within(1e-9));
        assertThat(trend.hoursUntil(trend.level() + 20).orElseThrow()).isCloseTo(10, within(1.0));
        assertThat(trend.hoursUntil(0)).contains(0.0);
        assertThat(trend.reason())
                .matches("rises by [0-9.]+ %/h \\(.* to .* %/h\\) from [0-9.]+ over 12 h, limit 1 %/h, p .*");
    }

    @Test
    void tooShortASeriesIsNoEvidence() {
        assertThat(Trend.of(new TrendEnvelope(), RULE).result()).isEqualTo(TrendResult.NO_DATA);
        Trend trend = Trend.of(series(300, 0.5, 0), RULE);
        assertThat(trend.result()).isEqualTo(TrendResult.NO_DATA);
        assertThat(trend.reason()).isEqualTo("watched for 4.984 h since the start, 6 h are needed");
        assertThat(trend.hoursUntil(1e9)).isEmpty();
        TrendEnvelope gaps = new TrendEnvelope();
        gaps.add(0, 1);
        gaps.add(50_000, 1);
        assertThat(Trend.of(gaps, RULE).reason()).isEqualTo("values in only 1 of 24 parts of 12 h");
    }

    /** A value a minute in the first part of each hour, so many hours after the deployment: from 200 on 4 more every hour. */
    private static TrendEnvelope line(int after, int hours, double part) {
        TrendEnvelope envelope = new TrendEnvelope();
        for (int minute = 0; minute <= 60 * hours; minute++) {
            if (minute % 60 < 60 * part) {
                envelope.add(3600.0 * after + 60.0 * minute, 200 + 4 * minute / 60.0);
            }
        }
        return envelope;
    }

    @Test
    void aLineWithoutNoiseHasItsNumbers() {
        Trend trend = Trend.of(line(5, 13, 1), RULE);

        assertThat(trend.slope()).isCloseTo(4, within(1e-9));
        assertThat(trend.relative()).isCloseTo(0.02, within(1e-4));
        assertThat(trend.low()).isCloseTo(0.02, within(1e-4));
        assertThat(trend.high()).isCloseTo(0.02, within(1e-4));
        assertThat(trend.start()).isCloseTo(200, within(0.1));
        assertThat(trend.level()).isCloseTo(248, within(0.1));
        assertThat(trend.since()).isEqualTo(5);
        assertThat(trend.reason())
                .startsWith("rises by 2.001 %/h (1.994 % to 2.001 %/h) from 199.9 over 12 h, limit 1 %/h, p ")
                .doesNotContain("before");
    }

    @Test
    void hoursCountFromTheFirstValue() {
        assertThat(Trend.of(line(5, 4, 1), RULE).reason()).isEqualTo("watched for 4 h since the start, 6 h are needed");
    }

    @Test
    void valuesInHalfOfThePartsSuffice() {
        assertThat(Trend.of(line(0, 12, 0.4), RULE).reason()).startsWith("rises by 2 %/h ");
    }

    @Test
    void aRestartBeginsTheSeriesAnew() {
        Trend before = Trend.of(series(16 * 60, 0.02, 24 * 60), RULE);
        Trend after = Trend.of(series(20 * 60, 0.02, 16 * 60), RULE);
        Trend again = Trend.of(series(29 * 60, 0.02, 16 * 60), RULE);

        assertThat(before.result()).isEqualTo(TrendResult.RISING);
        assertThat(after.result()).isEqualTo(TrendResult.NO_DATA);
        assertThat(again.result()).isEqualTo(TrendResult.UNCLEAR);
        assertThat(again.reason())
                .startsWith("rises since it fell, and nothing tells whether it was started anew then: ");
        assertThat(again.hours()).isCloseTo(12, within(1e-9));
    }

    @Test
    void constantAndZeroAreSteady() {
        for (double constant : new double[] {0, 5, -5}) {
            TrendEnvelope envelope = new TrendEnvelope();
            for (int minute = 0; minute < 40 * 60; minute++) {
                envelope.add(60.0 * minute, constant);
                if (minute % 360 == 359 && minute > 360) {
                    assertThat(Trend.of(envelope, RULE).result()).isEqualTo(TrendResult.STEADY);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0.98", "NaN,0.98", "-1,0.98", "0.01,0.4", "0.01,1"})
    void aRuleThatMakesNoSenseIsRefused(double limit, double confidence) {
        assertThatThrownBy(() -> new TrendRule(limit, confidence))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but was");
    }
}
