package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            text       | bad    | of     | in a row | written
            3          | 3      | 3      | true     | 3
            1          | 1      | 1      | true     | 1
            100000     | 100000 | 100000 | true     | 100000
            3 of 5     | 3      | 5      | false    | 3 of 5
            2  of  100 | 2      | 100    | false    | 2 of 100
            3 of 3     | 3      | 3      | true     | 3
            1 of 1     | 1      | 1      | true     | 1
            """)
    void readsBothForms(String text, int bad, int of, boolean inRow, String written) {
        Failures failures = Failures.parse(text).orElseThrow();

        assertThat(failures).isEqualTo(new Failures(bad, of));
        assertThat(failures.isInRow()).isEqualTo(inRow);
        assertThat(failures).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "three", "0", "0 of 5", "100001", "-3", "3 from 5", "3 of", "of 5", "3 of 5 of 7", "3.5"})
    void whatIsOfNeitherFormIsNone(String text) {
        assertThat(Failures.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            5 of 3   | expected at most as many bad samples as are looked at, found "5 of 3"; did you mean 3 of 5?
            1 of 5   | expected at least 2 bad samples, found "1 of 5"; did you mean 1?
            3 of 101 | expected at most the newest 100 samples, found "3 of 101"
            3 of 0   | expected at most as many bad samples as are looked at, found "3 of 0"
            """)
    void numbersThatMakeNoSenseAreRefused(String text, String message) {
        assertThatThrownBy(() -> Failures.parse(text)).hasMessage(message);
    }

    @Test
    void thereIsAtLeastOneFailure() {
        assertThatThrownBy(() -> Failures.inRow(0)).hasMessageContaining("from 1 to 100000, but were 0");
    }
}
