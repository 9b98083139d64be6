package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.sample.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTextTest {

    @ParameterizedTest(name = "{0} of {1}, {2} allowed")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            bad   | total    | limit | text
            31    | 1330     | 0.01  | '2.33 % bad (31 of 1,330)'
            0     | 0        | 0.01  | '0 % bad (0 of 0)'
            1000  | 1000000  | 0.001 | '0.1 % bad (1,000 of 1,000,000)'
            9999  | 10000000 | 0.001 | '0.09999 % bad (9,999 of 10,000,000)'
            10001 | 10000000 | 0.001 | '0.10001 % bad (10,001 of 10,000,000)'
            """)
    void aShareIsNotRoundedOntoTheLimit(long bad, long total, double limit, String text) {
        assertThat(ShareText.of(new Counts(bad, total), limit)).isEqualTo(text);
        assertThat(text).startsWith(ShareText.below(total == 0 ? 0 : (double) bad / total, limit) + " bad");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0.001, 0.1 %", "0.07, 7 %", "0.333, 33.3 %"})
    void aLimitIsWrittenAsGiven(double share, String text) {
        assertThat(ShareText.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} to 1")
    @CsvSource(delimiter = '|', textBlock = """
            1     | 1
            99.9  | 99
            100   | 100
            1500  | 1,500
            1.1e9 | over 1e9
            """)
    void oddsAreNotRoundedUp(double odds, String text) {
        assertThat(ShareText.odds(Math.log(odds))).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} allowed, alpha {1}")
    @CsvSource({"0, 0.01", "1, 0.01", "NaN, 0.01", "0.01, 0", "0.01, 1", "0.01, NaN"})
    void aProportionIsBetweenNoneAndAll(double allowed, double alpha) {
        assertThatThrownBy(() -> new Proportion(allowed, alpha))
                .hasMessageContaining("must be above 0% and below 100%");
    }

    @Test
    void aStateIsWrittenInSmallLetters() {
        assertThat(CheckState.NO_DATA.label()).isEqualTo("no-data");
    }
}
