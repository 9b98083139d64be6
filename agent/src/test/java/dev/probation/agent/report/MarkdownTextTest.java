package dev.probation.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTextTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '¦', quoteCharacter = '"', textBlock = """
        case          ¦ text                        ¦ escaped
        plain         ¦ p95 612 ms, 9 of 9          ¦ p95 612 ms, 9 of 9
        a limit       ¦ expected < 0.1 %            ¦ expected \\< 0.1 %
        table cell    ¦ a | b                       ¦ a \\| b
        code          ¦ `rm`                        ¦ \\`rm\\`
        emphasis      ¦ **a** _b_ ~c~               ¦ \\*\\*a\\*\\* \\_b\\_ \\~c\\~
        HTML          ¦ <img src=x onerror=y>       ¦ \\<img src=x onerror=y>
        entity        ¦ &lt;script                  ¦ \\&lt;script
        link          ¦ [a](javascript:b)           ¦ \\[a\\](javascript:b)
        mathematics   ¦ $a$                         ¦ \\$a\\$
        backslash     ¦ a\\                         ¦ a\\\\
        """)
    void showsTextAsItWasWritten(String name, String text, String escaped) {
        assertThat(MarkdownText.escape(text)).isEqualTo(escaped);
    }

    @Test
    void staysOnOneLine() {
        assertThat(MarkdownText.escape("a\n# b\r\n\tc\u2028d")).isEqualTo("a \\#\u200B b   c d");
    }

    @Test
    void showsControlAndDirectionCharactersAsUnknown() {
        assertThat(MarkdownText.escape("a\u001B[31m\u202Eb")).isEqualTo("a\uFFFD\\[31m\uFFFDb");
    }

    @Test
    void mentionsNobodyAndLinksNothing() {
        assertThat(MarkdownText.escape("@here #12 https://evil.example www.evil.example"))
                .doesNotContain("@here", "#12", "://", "www.evil");
    }
}
