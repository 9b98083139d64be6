package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTeethTest {

    private static TrendTeeth of(String values) {
        double[] given = Arrays.stream(values.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return TrendTeeth.of(TrendPoints.of(given, 0.5));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                               | values, one each half hour                          | teeth
            'nothing rises'                    | 10 10 10 10 10 10 10 10 10 10                       | 0
            'one tooth may be a restart'       | 10 11 12 13 14 10 10 10 10 10                       | 0
            'two'                              | 10 11 12 13 14 10 11 12 13 14 10 11                 | 2
            'three, each higher'               | 10 12 14 10 12 15 10 12 16 10                       | 3
            'each rises by 25 %'               | 10 11 12 12.5 10 11 12 12.5 10 11 12 12.5 10        | 0
            'each rises for half an hour'      | 10 14 10 14 10 14 10 14 10 14 10                    | 0
            'each falls over an hour and more' | 10 11 12 13 14 12.5 11 10 11 12 13 14 12.5 11 10    | 0
            'they are a small part of it'      | 10 12 14 10 10 10 10 10 10 10 10 10 10 10 12 14 10  | 0
            'single high values'               | 10 10 10 10 10 14 10 10 10 10 10 14 10 10 10 14 10  | 0
            'below zero'                       | -10 -8 -6 -10 -8 -6 -10 -8 -6 -10                   | 3
            """)
    void aToothRisesForLongerThanAnHourAndFallsAtOnce(String name, String values, int teeth) {
        assertThat(of(values).count()).isEqualTo(teeth);
    }

    @Test
    void saysHowFarTheyRise() {
        TrendTeeth teeth = of("10 12 14 10 12 15 10 12 16 10");

        assertThat(teeth.risen()).isCloseTo(0.4, within(1e-9));
        assertThat(teeth.sentence())
                .isEqualTo(
                        "rises by 40 % or more for longer than an hour and falls back, 3 times: a process that is started anew"
                                + " again and again looks like that");
    }
}
