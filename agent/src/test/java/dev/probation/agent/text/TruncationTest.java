package dev.probation.agent.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TruncationTest {

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(Truncation.brief("🚀🚀🚀", 2)).isEqualTo("🚀…");
        assertThat(Truncation.codePoints("🚀🚀🚀", 3)).isEqualTo("🚀🚀🚀");
        assertThat(Truncation.codePoints("🚀🚀🚀", 2)).isEqualTo("🚀…");
    }

    @Test
    void saysHowMuchIsLeftOut() {
        assertThat(Truncation.codePoints("🚀".repeat(1_000), 100))
                .satisfies(
                        cut -> assertThat(cut.codePointCount(0, cut.length())).isEqualTo(100))
                .isEqualTo("🚀".repeat(73) + "… (927 characters left out)");
    }

    @Test
    void countsAsJavaDoesWhereAsked() {
        assertThat(Truncation.chars("🚀".repeat(1_000), 200)).startsWith("🚀🚀").hasSizeLessThanOrEqualTo(200);
    }
}
