package dev.probation.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        share,   written
        0,       0%
        0.9,     90%
        0.974,   97.4%
        0.29,    29%
        0.99999, 99.9%
        1,       100%
        """)
    void neverRoundsAShareUpToAll(double share, String written) {
        assertThat(Wording.percent(share)).isEqualTo(written);
    }
}
