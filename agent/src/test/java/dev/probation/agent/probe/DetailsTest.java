package dev.probation.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET https://me:s3cret@host/a?key=s3cret#x failed | GET https://host/a failed
            postgresql://u:s3cret@db:5432/x?password=s3cret  | postgresql://db:5432/x
            is it up? yes                                    | is it up? yes
            """)
    void holdsNoSecretsOfUrls(String text, String expected) {
        assertThat(Details.of(text)).isEqualTo(expected);
    }

    @Test
    void isOneHarmlessLine() {
        assertThat(Details.of("a\r\nERROR forged\u001b[31m \u202etxt\u2028x\ud800y"))
                .isEqualTo("a  ERROR forged\uFFFD[31m \uFFFDtxt\uFFFDx\uFFFDy");
    }

    @Test
    void isShortInCodePoints() {
        String cut = Details.of("😀".repeat(5_000));

        assertThat(cut.codePointCount(0, cut.length())).isEqualTo(300);
        assertThat(cut).endsWith("😀…");
    }
}
