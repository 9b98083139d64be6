package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

    @ParameterizedTest(name = "{0}: {2} holds is {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                     | expectation       | value               | holds
            below                    | < 500ms           | 0.499               | true
            on the limit             | < 500ms           | 0.5                 | false
            a hair above             | < 500ms           | 0.5000000000000001  | false
            at most, on the limit    | <= 500ms          | 0.5                 | true
            at most, a hair above    | <= 500ms          | 0.5000000000000001  | false
            above                    | > 500ms           | 0.501               | true
            above, on the limit      | > 500ms           | 0.5                 | false
            at least, on the limit   | >= 500ms          | 0.5                 | true
            at least, a hair below   | >= 500ms          | 0.49999999999999994 | false
            equal                    | == 1              | 1                   | true
            not equal                | == 1              | 2                   | false
            unequal                  | != 1              | 2                   | true
            unequal, equal           | != 1              | 1                   | false
            range, lower end         | between 2 and 8   | 2                   | true
            range, upper end         | between 2 and 8   | 8                   | true
            range, below             | between 2 and 8   | 1.9999999999999998  | false
            range, above             | between 2 and 8   | 8.000000000000002   | false
            range of one             | between 2 and 2   | 2                   | true
            one of a thousand        | < 0.1%            | 0.001               | false
            one of a thousand, <=    | <= 0.1%           | 0.001               | true
            under one of a thousand  | < 0.1%            | 0.00099             | true
            ninety percent of memory | < 90%             | 0.9                 | false
            a negative limit         | > -1              | 0                   | true
            """)
    void holdsAValueAgainstTheLimit(String name, String expectation, double value, boolean holds) {
        assertThat(Expectation.parse(expectation).holds(value)).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            expectation              | value      | written
            < 500ms                  | 0.6123456  | 612 ms
            < 500ms                  | 0.5        | 500 ms
            < 500ms                  | 0.5000001  | 500.0001 ms
            < 500ms                  | 0.4999999  | 499.9999 ms
            < 8.003                  | 8.004      | 8.004
            < 8.003                  | 8.0034     | 8.0034
            < 8.003                  | 8.002      | 8
            >= 99.95%                | 0.9994     | 99.9 %
            between 2 and 8          | 8.0001     | 8.0001
            between 2 and 8          | 7.9999     | 7.9999
            between 2 and 8          | 8          | 8
            between 2 and 8          | 1.9999     | 1.9999
            between 2 and 8          | 2.0001     | 2.0001
            between 2 and 8          | 4.56789    | 4.57
            between 1s and 9000ms    | 9.0001     | 9.0001 s
            between 100ms and 9s     | 9.0001     | 9000.1 ms
            """)
    void writesNoValueOnTheOtherSideOfALimit(String expectation, double value, String written) {
        assertThat(Expectation.parse(expectation).write(value)).isEqualTo(written);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            written                 | again                     | dimension
            <500ms                  | < 500 ms                  | TIME
            '  <=   0.1 %  '        | <= 0.1 %                  | RATIO
            >=3                     | >= 3                      | NUMBER
            == 1                    | == 1                      | NUMBER
            != 0                    | != 0                      | NUMBER
            between 1s and 500000ms | between 1 s and 500000 ms | TIME
            between  2  and  8      | between 2 and 8           | NUMBER
            """)
    void printsWhatItRead(String written, String again, Dimension dimension) {
        Expectation expectation = Expectation.parse(written);

        assertThat(expectation).hasToString(again);
        assertThat(expectation.dimension()).isEqualTo(dimension);
        assertThat(Expectation.parse(again)).isEqualTo(expectation);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            written              | message
            ''                   | 'expected a comparison such as "< 500ms" or "between 2 and 8", but found ""'
            500ms                | 'expected a comparison such as "< 500ms" or "between 2 and 8", but found "500ms"'
            = 5                  | 'expected a comparison such as "< 500ms" or "between 2 and 8", but found "= 5"'
            =< 5                 | 'expected a comparison such as "< 500ms" or "between 2 and 8", but found "=< 5"'
            <                    | 'expected a comparison such as "< 500ms" or "between 2 and 8", but found "<"'
            between 2            | 'expected a comparison such as "< 500ms" or "between 2 and 8", but found "between 2"'
            < < 5                | 'expected a number with a unit, such as 500ms or 0.1%, but found "< 5"'
            < fast               | 'expected a number with a unit, such as 500ms or 0.1%, but found "fast"'
            < 5 parsecs          | 'unknown unit "parsecs" in "5 parsecs"; units are ns us ms s m h d'
            between 8 and 2      | 'a range goes from the smaller to the larger value, but was 8 and 2'
            between 1s and 5%    | 'both ends of a range need the same dimension, but 1 s is a duration and 5 % is a percentage'
            between 2 and x      | 'expected a number with a unit, such as 500ms or 0.1%, but found "x"'
            """)
    void saysWhatItExpectedAndFound(String written, String message) {
        assertThatThrownBy(() -> Expectation.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            good            | breach            | overlap
            < 1%            | > 5%              | false
            < 1%            | >= 1%             | false
            <= 1%           | >= 1%             | true
            <= 1%           | > 1%              | false
            < 1%            | > 0.9%            | true
            < 1%            | < 5%              | true
            < 1%            | != 0%             | true
            > 99%           | < 95%             | false
            > 99%           | < 99.5%           | true
            == 1            | != 1              | false
            == 0            | > 0               | false
            == 1            | == 0              | false
            != 0            | == 0              | false
            != 0            | == 1              | true
            between 2 and 8 | > 8               | false
            between 2 and 8 | >= 8              | true
            between 2 and 8 | < 2               | false
            between 2 and 8 | between 9 and 10  | false
            between 2 and 8 | between 7 and 10  | true
            between 2 and 8 | between 3 and 4   | true
            < 1             | between -5 and -2 | true
            """)
    void knowsWhetherSomeValueSatisfiesBoth(String good, String breach, boolean overlap) {
        assertThat(Expectation.parse(good).overlaps(Expectation.parse(breach))).isEqualTo(overlap);
        assertThat(Expectation.parse(breach).overlaps(Expectation.parse(good))).isEqualTo(overlap);
    }
}
