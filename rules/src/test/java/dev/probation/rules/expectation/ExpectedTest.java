package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check may expect, as it is written. */
class ExpectedTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            written                | read
            '<= baseline + 10%'    | '<= baseline + 10 %'
            ' < baseline+2.5 % '   | '< baseline + 2.5 %'
            '>= baseline - 10%'    | '>= baseline - 10 %'
            '> baseline -10%'      | '> baseline - 10 %'
            '<= baseline'          | '<= baseline'
            'trend < 1%/h'         | 'trend < 1 %/h'
            'trend<0.5 % / h'      | 'trend < 0.5 %/h'
            '< 500ms'              | '< 500 ms'
            'between 2 and 8'      | 'between 2 and 8'
            """)
    void isReadAndWritten(String written, String read) {
        Expected expected = Expected.parse(written);

        String again = expected.limit()
                .map(Object::toString)
                .or(() -> expected.baseline().map(Object::toString))
                .or(() -> expected.trend().map(Object::toString))
                .orElseThrow();

        assertThat(again).isEqualTo(read);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            written                 | problem
            '<= baseline + 10'      | 'expected "<= baseline + 10%" or ">= baseline - 10%", but found "<= baseline + 10"'
            '== baseline'           | 'expected "<= baseline + 10%" or ">= baseline - 10%", but found "== baseline"'
            '<= baseline + 50ms'    | 'expected "<= baseline + 10%" or ">= baseline - 10%", but found "<= baseline + 50ms"'
            '<= baseline - 10%'     | 'expected baseline + 10% after <=, but found "<= baseline - 10%"'
            '>= baseline + 10%'     | 'expected baseline - 10% after >=, but found ">= baseline + 10%"'
            'trend < 0%/h'          | 'expected a trend above 0%/h, such as "trend < 1%/h", but found "trend < 0%/h"'
            'trend > 1%/h'          | 'expected a trend above 0%/h, such as "trend < 1%/h", but found "trend > 1%/h"'
            'trend < 1%'            | 'expected a trend above 0%/h, such as "trend < 1%/h", but found "trend < 1%"'
            """)
    void whatCannotBeReadIsSaid(String written, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expected.parse(written))
                .withMessage(problem);
    }

    @Test
    void percentagesBecomeParts() {
        assertThat(BaselineExpectation.parse("<= baseline + 10%").tolerance()).isEqualTo(0.1);
        assertThat(TrendExpectation.parse("trend < 1%/h").perHour()).isEqualTo(0.01);
        assertThat(BaselineExpectation.parse("< baseline").isUpper()).isTrue();
        assertThat(BaselineExpectation.parse("> baseline").isUpper()).isFalse();
    }

    @Test
    void neitherNothingNorTwoThingsAreExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expected(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expected(
                        Optional.of(Expectation.parse("< 1")),
                        Optional.empty(),
                        Optional.of(new TrendExpectation(BigDecimal.ONE))));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrendExpectation(BigDecimal.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BaselineExpectation(Expectation.Operator.EQUAL, BigDecimal.ONE));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            value      | dimension | written
            0.612      | TIME      | '612 ms'
            1          | TIME      | '1 s'
            90         | TIME      | '1.5 m'
            0.00002    | TIME      | '0.02 ms'
            1572864    | SIZE      | '1.5 MiB'
            12         | SIZE      | '12 B'
            0.0123     | RATIO     | '1.23 %'
            142        | NUMBER    | '142'
            12.5       | RATE      | '12.5/s'
            -2         | TIME      | '-2 s'
            0          | TIME      | '0 ms'
            """)
    void aValueIsWrittenInAUnitOfItsSize(double value, Dimension dimension, String written) {
        assertThat(Quantity.natural(value, dimension)).isEqualTo(written);
    }
}
