package dev.probation.agent.text;

import static dev.probation.agent.text.Sanitizer.HTML;
import static dev.probation.agent.text.Sanitizer.LOG;
import static dev.probation.agent.text.Sanitizer.MARKDOWN;
import static dev.probation.agent.text.Sanitizer.MESSAGE;
import static dev.probation.agent.text.Sanitizer.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SanitizerTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            useHeadersInDisplayName = true,
            delimiter = '¦',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock = """
        case           ¦ text                   ¦ terminal               ¦ log                    ¦ message
        plain          ¦ "p95 612 ms, 9 of 9"   ¦ "p95 612 ms, 9 of 9"   ¦ "p95 612 ms, 9 of 9"   ¦ "p95 612 ms, 9 of 9"
        ANSI colour    ¦ "a\u001B[31mb"         ¦ "a\uFFFD[31mb"         ¦ "a\uFFFD[31mb"         ¦ "a [31mb"
        C1 escape      ¦ "a\u009B31mb"          ¦ "a\uFFFD31mb"          ¦ "a\uFFFD31mb"          ¦ "a 31mb"
        title of a tty ¦ "a\u001B]0;b\u0007c"   ¦ "a\uFFFD]0;b\uFFFDc"   ¦ "a\uFFFD]0;b\uFFFDc"   ¦ "a ]0;b c"
        line breaks    ¦ "a\\r\\nERROR: b\\tc"  ¦ "a  ERROR: b c"        ¦ "a  ERROR: b c"        ¦ "a ERROR: b c"
        override       ¦ "a\u202Etxt.exe"       ¦ "a\uFFFDtxt.exe"       ¦ "a\uFFFDtxt.exe"       ¦ "a txt.exe"
        isolates       ¦ "a\u2066b\u2067c\u2068d\u2069e" ¦ "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe" ¦ "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe" ¦ "a b c d e"
        NUL            ¦ "a\\0b"                ¦ "a\uFFFDb"             ¦ "a\uFFFDb"             ¦ "a b"
        high surrogate ¦ "a\uD83Db"             ¦ "a\uFFFDb"             ¦ "a\uFFFDb"             ¦ "a b"
        low surrogate  ¦ "a\uDE00b"             ¦ "a\uFFFDb"             ¦ "a\uFFFDb"             ¦ "a b"
        a whole pair   ¦ "a\uD83D\uDE00b"       ¦ "a\uD83D\uDE00b"       ¦ "a\uD83D\uDE00b"       ¦ "a\uD83D\uDE00b"
        invisible      ¦ "a\u200Bb"             ¦ "a\u200Bb"             ¦ "a\uFFFDb"             ¦ "a\u200Bb"
        joiner         ¦ "a\u200Db"             ¦ "a\uFFFDb"             ¦ "a\uFFFDb"             ¦ "a\u200Db"
        byte order     ¦ "\uFEFFa"              ¦ "\uFFFDa"              ¦ "\uFFFDa"              ¦ "\uFEFFa"
        Markdown       ¦ "[a](b) `c` | **d**"   ¦ "[a](b) `c` | **d**"   ¦ "[a](b) `c` | **d**"   ¦ "[a](b) `c` | **d**"
        HTML           ¦ "<script>a</script>&"  ¦ "<script>a</script>&"  ¦ "<script>a</script>&"  ¦ "<script>a</script>&"
        """)
    void makesOneHarmlessLine(String name, String text, String terminal, String log, String message) {
        String hostile = text.replace("\\0", "\0")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t");

        assertThat(TERMINAL.line(hostile)).isEqualTo(terminal);
        assertThat(LOG.line(hostile)).isEqualTo(log);
        assertThat(MESSAGE.line(hostile)).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '¦', quoteCharacter = '"', textBlock = """
        case          ¦ text                        ¦ escaped
        plain         ¦ p95 612 ms, 9 of 9          ¦ p95 612 ms, 9 of 9
        a limit       ¦ expected < 0.1 %            ¦ expected \\< 0.1 %
        table cell    ¦ a | b                       ¦ a \\| b
        code          ¦ `rm`                        ¦ \\`rm\\`
        emphasis      ¦ **a** _b_ ~c~               ¦ \\*\\*a\\*\\* \\_b\\_ \\~c\\~
        HTML          ¦ <img src=x onerror=y>       ¦ \\<img src=x onerror=y>
        script        ¦ <script>a()</script>        ¦ \\<script>a()\\</script>
        entity        ¦ &lt;script                  ¦ \\&lt;script
        link          ¦ [a](javascript:b)           ¦ \\[a\\](javascript:b)
        picture       ¦ ![a](//b)                   ¦ !\\[a\\](//b)
        mathematics   ¦ $a$                         ¦ \\$a\\$
        backslash     ¦ a\\                         ¦ a\\\\
        ANSI          ¦ a\u001B[31mb                ¦ a\uFFFD\\[31mb
        override      ¦ a\u202Eb\u2066c             ¦ a\uFFFDb\uFFFDc
        surrogate     ¦ a\uD83Db                    ¦ a\uFFFDb
        invisible     ¦ a\u200Bb                    ¦ a\uFFFDb
        wide space    ¦ a\u3000b\u00A0c             ¦ a b c
        """)
    void showsTextInMarkdownAsItWasWritten(String name, String text, String escaped) {
        assertThat(MARKDOWN.line(text)).isEqualTo(escaped);
        assertThat(MARKDOWN.lines(text)).isEqualTo(escaped);
    }

    @Test
    void knowsEveryCharacterThatBreaksALine() {
        String text = "a\u2028b\u2029c\u0085d\u000Be\u000Cf";

        assertThat(TERMINAL.line(text)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
        assertThat(LOG.line(text)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
        assertThat(HTML.line(text)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
        assertThat(MARKDOWN.line(text)).isEqualTo("a b c\uFFFDd e f");
        assertThat(MESSAGE.line(text)).isEqualTo("a b c d e f");
    }

    @Test
    void keepsMarkdownOnOneLine() {
        assertThat(MARKDOWN.lines("a\n# b\r\n\tc\u2028d\0e")).isEqualTo("a \\#\u200B b   c d\uFFFDe");
    }

    @Test
    void mentionsNobodyAndLinksNothingInMarkdown() {
        assertThat(MARKDOWN.line("@here #12 https://evil.example www.evil.example"))
                .doesNotContain("@here", "#12", "://", "www.evil");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '¦', quoteCharacter = '`', textBlock = """
        case          ¦ text                        ¦ escaped
        script        ¦ <script>a("b")</script>     ¦ &lt;script&gt;a(&quot;b&quot;)&lt;/script&gt;
        attribute     ¦ ' onload='a                 ¦ &#39; onload=&#39;a
        entity        ¦ &lt;                        ¦ &amp;lt;
        override      ¦ a\u202Eb\u2066c             ¦ a\uFFFDb\uFFFDc
        surrogate     ¦ a\uD83Db                    ¦ a\uFFFDb
        ANSI          ¦ a\u001B[31mb                ¦ a\uFFFD[31mb
        Markdown      ¦ [a](b) | **c**              ¦ [a](b) | **c**
        """)
    void showsTextInHtmlAsItWasWritten(String name, String text, String escaped) {
        assertThat(HTML.line(text)).isEqualTo(escaped);
    }

    @Test
    void keepsLineBreaksAndTabsWhereAsked() {
        String text = "a\n\tb\r\u001B<";

        assertThat(TERMINAL.lines(text)).isEqualTo("a\n\tb\uFFFD\uFFFD<");
        assertThat(LOG.lines(text)).isEqualTo("a\n\tb\uFFFD\uFFFD<");
        assertThat(HTML.lines(text)).isEqualTo("a\n\tb\uFFFD\uFFFD&lt;");
        assertThat(MESSAGE.lines(text)).isEqualTo("a\n\tb<");
        assertThat(MESSAGE.lines("a\u202E\u2066\uD83Db")).isEqualTo("ab");
    }

    @ParameterizedTest
    @EnumSource
    void canBeEncodedWhateverItWas(Sanitizer target) {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            every.append(c).append(' ');
        }

        JsonObject json = new JsonObject().put("text", target.lines(every.toString()));

        assertThat(new JsonObject(json.toBuffer())).isEqualTo(json);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(10)
    void isQuickWithLongRuns(Sanitizer target) {
        for (String run : new String[] {" ", "\n", "\u001B", "\u202E", "<", "`", "www.", "\uD83D", "\\"}) {
            assertThat(target.line(run.repeat(500_000)).length()).isLessThan(4_000_001);
        }
    }
}
