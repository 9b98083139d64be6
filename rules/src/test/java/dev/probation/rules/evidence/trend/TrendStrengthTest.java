package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From which strength on, per hour, a leak is found in a series around 100 beside something else, under a limit of 1 an hour. To find it
 * later hides leaks, and to find it earlier takes more of the harmless for one: either is to be done on purpose.
 */
class TrendStrengthTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final double DAY = 2 * Math.PI / 24;
    private static final Map<String, DoubleUnaryOperator> SHAPES = Map.of(
            "nothing", hour -> 0,
            "rising half of a day", hour -> -Math.cos(DAY * hour),
            "rising quarter", hour -> Math.sin(DAY * hour),
            "two harmonics", hour -> -Math.cos(DAY * hour) - Math.sin(2 * DAY * (hour - 6)),
            "filling soon", hour -> 1 - Math.exp(-hour),
            "filling", hour -> 1 - Math.exp(-hour / 3),
            "filling slowly", hour -> 1 - Math.exp(-hour / 6),
            "root", Math::sqrt,
            "logarithm", Math::log1p,
            "stopping after 8 h", hour -> Math.min(8, hour));

    private static double rhythm(double hour) {
        return 10 * Math.sin(DAY * hour);
    }

    private static boolean isFound(
            DoubleUnaryOperator beside, double noise, double leak, double hours, TrendReference reference) {
        TrendLook look = new TrendLook(hours, 0.01, 0.004);
        double[] values = new double[look.parts()];
        Arrays.setAll(values, i -> {
            double hour = (i + 0.5) * hours / values.length;
            return 100 + beside.applyAsDouble(hour) + leak * hour + 10 * noise * TrendReferenceTest.noise(i);
        });
        return look.find(TrendPoints.of(values, hours / values.length), reference, 0)
                        .result()
                == TrendResult.RISING;
    }

    private static TrendReference dayBefore(double rise, double noise) {
        Map<Instant, Double> values = new HashMap<>();
        for (int i = 0; i < 48; i++) {
            double hour = -23.75 + i / 2.0;
            values.put(
                    TrendReferenceTest.at(hour),
                    80 + rhythm(hour) + rise * hour + 10 * noise * TrendReferenceTest.noise(i));
        }
        return TrendReference.of(values, START);
    }

    @ParameterizedTest(name = "noise {0}, {2} x {1}, over {3} h")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            noise | beside                 | amount | hours | not yet found | found
            0.1   | 'two harmonics'        | 5      | 6     | 5.37          | 5.46
            0.1   | 'nothing'              | 5      | 6     | 3.57          | 3.66
            1     | 'rising half of a day' | 5      | 6     | 2.46          | 2.55
            1     | 'rising quarter'       | 5      | 6     | 2.70          | 2.79
            1     | 'filling'              | 5      | 6     | 2.94          | 3.03
            1     | 'filling slowly'       | 5      | 6     | 3.06          | 3.15
            0.1   | 'rising half of a day' | 20     | 8.485 | 3.12          | 3.21
            0.1   | 'rising quarter'       | 20     | 8.485 | 5.49          | 5.58
            0.1   | 'filling'              | 20     | 8.485 | 5.01          | 5.10
            0.1   | 'filling slowly'       | 20     | 8.485 | 2.43          | 2.52
            0.1   | 'rising half of a day' | 5      | 12    | 0.42          | 0.51
            0.1   | 'two harmonics'        | 5      | 12    | 1.05          | 1.14
            0.1   | 'filling'              | 20     | 12    | 1.68          | 1.77
            0.1   | 'filling soon'         | 20     | 12    | 3.75          | 3.84
            0.1   | 'logarithm'            | 20     | 12    | 1.59          | 1.68
            0.1   | 'root'                 | 5      | 12    | 0.18          | 0.27
            1     | 'rising half of a day' | 20     | 12    | 1.38          | 1.47
            1     | 'rising quarter'       | 5      | 12    | 4.65          | 4.74
            1     | 'filling soon'         | 20     | 12    | 3.51          | 3.60
            1     | 'logarithm'            | 20     | 12    | 1.41          | 1.50
            0.1   | 'two harmonics'        | 20     | 17    | 1.35          | 1.44
            1     | 'rising half of a day' | 5      | 24    | 4.71          | 4.80
            0.1   | 'rising quarter'       | 20     | 24    | 4.17          | 4.26
            0.1   | 'two harmonics'        | 5      | 24    | 5.52          | 5.61
            0.1   | 'filling soon'         | 20     | 24    | 1.41          | 1.50
            1     | 'filling'              | 20     | 24    | 1.56          | 1.65
            0.1   | 'stopping after 8 h'   | 5      | 24    | 4.71          | 4.80
            0.1   | 'two harmonics'        | 5      | 34    | 0.81          | 0.90
            0.1   | 'rising half of a day' | 20     | 48    | 0.69          | 0.78
            0.1   | 'logarithm'            | 20     | 48    | 2.16          | 2.25
            1     | 'nothing'              | 5      | 48    | 0.84          | 0.93
            """)
    void besideWhatIsHarmless(double noise, String shape, double amount, double hours, double notYet, double found) {
        DoubleUnaryOperator harmless = Objects.requireNonNull(SHAPES.get(shape));
        DoubleUnaryOperator beside = hour -> amount * harmless.applyAsDouble(hour);

        assertThat(isFound(beside, noise, notYet, hours, TrendReference.none())).isFalse();
        assertThat(isFound(beside, noise, found, hours, TrendReference.none())).isTrue();
    }

    @ParameterizedTest(name = "noise {0}, {2} x {1}, over {3} h, the version before rose by {4}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            noise | beside                 | amount | hours | rise before | not yet found | found
            0.1   | 'rising half of a day' | 5      | 6     | 0           | 2.58          | 2.67
            0.1   | 'filling slowly'       | 20     | 6     | 0           | 2.49          | 2.58
            0.1   | 'logarithm'            | 20     | 6     | 0           | 3.48          | 3.57
            0.1   | 'nothing'              | 5      | 6     | 0           | 3.96          | 4.05
            1     | 'rising half of a day' | 5      | 6     | 0           | 2.52          | 2.61
            1     | 'root'                 | 20     | 6     | 0           | 2.13          | 2.22
            1     | 'nothing'              | 5      | 6     | 0           | 3.66          | 3.75
            0.1   | 'filling'              | 20     | 8.485 | 1           | 3.75          | 3.84
            0.1   | 'filling soon'         | 5      | 8.485 | 0           | 3.66          | 3.75
            0.1   | 'filling'              | 20     | 12    | 0           | 2.49          | 2.58
            0.1   | 'filling soon'         | 5      | 12    | 0           | 1.17          | 1.26
            0.1   | 'filling soon'         | 20     | 12    | 1           | 4.29          | 4.38
            0.1   | 'root'                 | 20     | 12    | 0           | 2.88          | 2.97
            0.1   | 'nothing'              | 5      | 12    | 0           | 0.93          | 1.02
            1     | 'filling soon'         | 20     | 12    | 0           | 4.08          | 4.17
            1     | 'filling'              | 5      | 12    | 0           | 3.57          | 3.66
            1     | 'logarithm'            | 20     | 12    | 0           | 2.28          | 2.37
            1     | 'nothing'              | 5      | 12    | 0           | 0.81          | 0.90
            0.1   | 'filling'              | 20     | 17    | 1           | 2.58          | 2.67
            0.1   | 'two harmonics'        | 20     | 17    | 0           | 3.27          | 3.36
            0.1   | 'filling soon'         | 20     | 24    | 0           | 1.65          | 1.74
            0.1   | 'filling slowly'       | 20     | 24    | 0           | 1.50          | 1.59
            1     | 'root'                 | 20     | 24    | 0           | 0.60          | 0.69
            1     | 'logarithm'            | 20     | 24    | 0           | 2.34          | 2.43
            0.1   | 'stopping after 8 h'   | 5      | 24    | 0           | 4.71          | 4.80
            """)
    void besideTheRhythmOfTheDayBeforeAndMore(
            double noise, String shape, double amount, double hours, double rise, double notYet, double found) {
        DoubleUnaryOperator more = Objects.requireNonNull(SHAPES.get(shape));
        DoubleUnaryOperator beside = hour -> rhythm(hour) + amount * more.applyAsDouble(hour);
        TrendReference reference = dayBefore(rise, noise);

        assertThat(isFound(beside, noise, notYet, hours, reference)).isFalse();
        assertThat(isFound(beside, noise, found, hours, reference)).isTrue();
    }
}
