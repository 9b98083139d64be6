package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantityTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            written    | base unit    | dimension | written again
            500ms      | 0.5          | TIME      | 500 ms
            500 ms     | 0.5          | TIME      | 500 ms
            1.5s       | 1.5          | TIME      | 1.5 s
            .5s        | 0.5          | TIME      | 0.5 s
            10m        | 600          | TIME      | 10 m
            2h         | 7200         | TIME      | 2 h
            3d         | 259200       | TIME      | 3 d
            7us        | 0.000007     | TIME      | 7 us
            9ns        | 0.000000009  | TIME      | 9 ns
            0.1%       | 0.001        | RATIO     | 0.1 %
            99.95 %    | 0.9995       | RATIO     | 99.95 %
            180        | 180          | NUMBER    | 180
            -3         | -3           | NUMBER    | -3
            +3         | 3            | NUMBER    | 3
            0          | 0            | NUMBER    | 0
            1.50       | 1.5          | NUMBER    | 1.50
            7B         | 7            | SIZE      | 7 B
            1KB        | 1000         | SIZE      | 1 KB
            1KiB       | 1024         | SIZE      | 1 KiB
            2MB        | 2000000      | SIZE      | 2 MB
            2MiB       | 2097152      | SIZE      | 2 MiB
            1GB        | 1000000000   | SIZE      | 1 GB
            1.5GiB     | 1610612736   | SIZE      | 1.5 GiB
            12/s       | 12           | RATE      | 12/s
            """)
    void readsANumberWithAUnitExactly(String written, double base, Dimension dimension, String again) {
        Quantity quantity = Quantity.parse(written);

        assertThat(quantity.base()).isEqualTo(base);
        assertThat(quantity.dimension()).isEqualTo(dimension);
        assertThat(quantity).hasToString(again);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            written   | message
            ''        | 'expected a number with a unit, such as 500ms or 0.1%, but found ""'
            fast      | 'expected a number with a unit, such as 500ms or 0.1%, but found "fast"'
            ms        | 'expected a number with a unit, such as 500ms or 0.1%, but found "ms"'
            1,5s      | 'expected a number with a unit, such as 500ms or 0.1%, but found "1,5s"'
            1e3       | 'expected a number with a unit, such as 500ms or 0.1%, but found "1e3"'
            5.        | 'expected a number with a unit, such as 500ms or 0.1%, but found "5."'
            5 µs      | 'expected a number with a unit, such as 500ms or 0.1%, but found "5 µs"'
            NaN       | 'expected a number with a unit, such as 500ms or 0.1%, but found "NaN"'
            5ms 3     | 'expected a number with a unit, such as 500ms or 0.1%, but found "5ms 3"'
            5sec      | 'unknown unit "sec" in "5sec"; units are ns us ms s m h d % B KB MB GB KiB MiB GiB /s'
            5MS       | 'unknown unit "MS" in "5MS"; units are ns us ms s m h d % B KB MB GB KiB MiB GiB /s'
            5kB       | 'unknown unit "kB" in "5kB"; units are'
            """)
    void saysWhatItExpectedAndFound(String written, String message) {
        assertThatThrownBy(() -> Quantity.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aNumberBeyondAllReachIsNoLimit() {
        String endless = "9".repeat(400);

        assertThatThrownBy(() -> Quantity.parse(endless)).hasMessageContaining("can be reached");
    }

    @ParameterizedTest(name = "{1} beside {0} is {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            limit  | value           | written
            500ms  | 0.612           | 612 ms
            500ms  | 0.61249         | 612 ms
            500ms  | 0               | 0 ms
            500ms  | 0.5             | 500 ms
            500ms  | 0.49996         | 499.96 ms
            500ms  | 0.5000001       | 500.0001 ms
            7%     | 0.07            | 7 %
            0.1%   | 0.001           | 0.1 %
            0.1%   | 0.0010004       | 0.10004 %
            0.1%   | 0.02            | 2 %
            0.1%   | 0.3333333333333 | 33.3 %
            180    | 142             | 142
            180    | 123456          | 123456
            180    | -3              | -3
            1.5GiB | 1610612735      | 1.499999999 GiB
            1s     | 0.0001234       | 0.000123 s
            """)
    void writesAValueInTheLimitsUnitAndNeverAsTheLimitWhereItIsAnother(String limit, double value, String written) {
        assertThat(Quantity.parse(limit).write(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void everyUnitIsFoundByItsSymbol(Unit unit) {
        assertThat(Unit.of(unit.symbol())).contains(unit);
        assertThat(Quantity.parse('1' + unit.symbol()).unit()).isEqualTo(unit);
        assertThat(unit.dimension().words()).startsWith("a ");
    }
}
