package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendRestartsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                | values, one an hour                          | restart
            'nothing'                           | ''                                           | 0
            'it neither rises nor falls'        | 10 10 10 10 10 10 10 10 10 10                | 0
            'it rises and falls back'           | 10 10 10 12 12 12 10 10 10                   | 5.5
            'it falls below where it began'     | 10 10 10 12 12 12 4 4 4                      | 5.5
            'it began high'                     | 12 12 12 12 12 12 10 10 10                   | 0
            'it rose at once'                   | 10 12 12 12 10 10 10 10 10                   | 3.5
            'it is below zero'                  | -10 -10 -10 -8 -8 -8 -10 -10 -10             | 5.5
            'it rises by 5 % alone'             | 10 10 10 10.5 10.5 10.5 10 10 10             | 0
            'it loses 60 % of the rise'         | 10 10 10 15 15 15 12 12 12                   | 0
            'it loses more than that'           | 10 10 10 15 15 15 11.9 11.9 11.9             | 5.5
            'it was high for two hours'         | 10 10 10 15 15 10 10 10 10                   | 0
            'it is low for two hours so far'    | 10 10 10 10 15 15 15 10 10                   | 0
            'it was low for two hours'          | 10 10 10 15 15 15 10 10 15 15                | 0
            'it falls back again after hours'   | 10 10 10 12 12 12 10 10 10 12 12 12 10 10 10 | 11.5
            'its second fall is not sure yet'   | 10 12 12 12 10 10 10 12 12 12 10 10          | 3.5
            'it falls back twice in 12 hours'   | 1 2 2 2 1 1 1 2 2 2 1 1 1                    | 9.5
            'it falls back thrice in 18 hours'  | 1 2 2 2 1 1 1 2 2 2 1 1 1 2 2 2 1 1 1        | 15.5
            """)
    void aRestartIsAFallToWhereItBeganWithinHours(String name, String values, double restart) {
        double[] given = Arrays.stream(values.split(" "))
                .filter(value -> !value.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] hours = new double[given.length];
        Arrays.setAll(hours, i -> i);

        assertThat(TrendRestarts.newest(new TrendPoints(hours, given))).isEqualTo(restart);
    }

    @Test
    void whatComesEveryDayIsNone() {
        double[] hours = new double[15];
        Arrays.setAll(hours, i -> i);
        TrendPoints points =
                new TrendPoints(hours, new double[] {10, 10, 10, 12, 12, 12, 10, 10, 10, 12, 12, 12, 10, 10, 10});

        assertThat(TrendRestarts.newest(points, hour -> hour > 11)).isEqualTo(5.5);
        assertThat(TrendRestarts.newest(points, hour -> true)).isZero();
    }

    @ParameterizedTest(name = "points every {0} h")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            step  | restart
            0.5   | 0
            0.74  | 0
            0.75  | 4.125
            1     | 5.5
            """)
    void whatFallsBackMoreOftenThanEverySixHoursIsNone(double step, double restart) {
        double[] hours = new double[9];
        Arrays.setAll(hours, i -> step * i);
        TrendPoints points = new TrendPoints(hours, new double[] {10, 10, 10, 12, 12, 12, 10, 10, 10});

        assertThat(TrendRestarts.newest(points)).isEqualTo(restart);
    }
}
