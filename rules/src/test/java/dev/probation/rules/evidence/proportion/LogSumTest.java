package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSumTest {

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            one       | other     | sum
            0         | 0         | 0.6931471805599453
            -1        | 2         | 2.0485873515737420
            1000      | 999       | 1000.3132616875182228
            -1000     | 1000      | 1000
            -Infinity | 3         | 3
            -Infinity | -Infinity | -Infinity
            """)
    void addsWhatOnlyTheLogarithmsAreOf(double one, double other, double sum) {
        assertThat(LogSum.of(one, other)).isCloseTo(sum, within(1e-12));
        assertThat(LogSum.of(other, one)).isCloseTo(sum, within(1e-12));
        assertThat(LogSum.of(new double[] {one, other})).isCloseTo(sum, within(1e-12));
    }
}
