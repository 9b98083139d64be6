package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrendEnvelopeTest {

    private final TrendEnvelope envelope = new TrendEnvelope();

    @Test
    void holdsTheLeastValueOfEachStretch() {
        for (int second = 0; second < 7200; second += 10) {
            envelope.add(1e9 + second, second % 600 == 0 ? second : 1e6);
        }

        TrendPoints points = envelope.points(1e9, 1e9 + 7200, 4);

        assertThat(points.values()).containsExactly(0, 1800, 3600, 5400);
        assertThat(points.hours()).containsExactly(0.25, 0.75, 1.25, 1.75);
    }

    @Test
    void aMonthIsHeldAsWell() {
        for (int minute = 0; minute < 31 * 24 * 60; minute++) {
            envelope.add(60.0 * minute, minute);
        }

        double[] values = envelope.points(0, 31 * 86_400.0, 31).values();

        assertThat(values).hasSize(31).isSorted();
        assertThat(values[0]).isZero();
        assertThat(values[30]).isBetween(30 * 1440.0 - 360, 30 * 1440.0 + 360);
    }

    @Test
    void whatIsNoNumberOrOlderThanTheFirstIsLeftOut() {
        envelope.add(1000, 5);
        envelope.add(1001, Double.NaN);
        envelope.add(1002, Double.NEGATIVE_INFINITY);
        envelope.add(10, 1);

        assertThat(envelope.points(1000, 1060, 1).values()).containsExactly(5);
        assertThat(envelope.to()).isEqualTo(1000);
    }

    @Test
    void aGapLeavesAPartOut() {
        envelope.add(0, 1);
        envelope.add(7000, 2);

        assertThat(envelope.points(0, 7200, 3).values()).containsExactly(1, 2);
    }

    @Test
    void aCutForgetsWhatCameBefore() {
        envelope.add(0, 1);
        envelope.add(500_000, 1);
        envelope.cut();
        assertThat(envelope.from()).isNaN();

        envelope.add(600_000, 9);

        assertThat(envelope.from()).isEqualTo(600_000);
        assertThat(envelope.points(600_000, 600_060, 1).values()).containsExactly(9);
    }

    @Test
    void slopesOfADayAreThoseOfPointsADayApart() {
        double[] values = new double[36];
        Arrays.setAll(values, i -> i % 24 + i);

        TrendPoints slopes = TrendPoints.of(values, 1).dailySlopes(1);

        assertThat(slopes.values()).hasSize(12).containsOnly(1);
        assertThat(slopes.hours()[0]).isEqualTo(24.5);
    }
}
