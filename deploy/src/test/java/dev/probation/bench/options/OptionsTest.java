package dev.probation.bench.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static Options read(String... arguments) {
        return Options.of(
                arguments, Set.of("--seed", "--healthy", "--write"), Set.of("--wrong"), Map.of("--healthy", 30));
    }

    @Test
    void whatIsNotGivenIsAsAlways() {
        Options options = read();

        assertThat(options.count("--healthy", 1000)).isEqualTo(1000);
        assertThat(options.seed(72)).isEqualTo(72);
        assertThat(options.text("--write")).isEmpty();
        assertThat(options.has("--wrong")).isFalse();
    }

    @Test
    void valuesAndSwitchesAreTaken() {
        Options options = read("--seed", "99999999999", "--wrong", "--write", "folder", "--healthy", "5");

        assertThat(options.seed(72)).isEqualTo(99_999_999_999L);
        assertThat(options.count("--healthy", 1000)).isEqualTo(5);
        assertThat(options.text("--write")).contains("folder");
        assertThat(options.has("--wrong")).isTrue();
    }

    @Test
    void theShortFormGivesWayToWhatComesAfterIt() {
        assertThat(read("--short").count("--healthy", 1000)).isEqualTo(30);
        assertThat(read("--short", "--healthy", "7").count("--healthy", 1000)).isEqualTo(7);
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThatThrownBy(() -> read("--sed", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown option --sed");
    }

    @Test
    void anOptionWithoutItsValueIsNamed() {
        assertThatThrownBy(() -> read("--wrong", "--seed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--seed needs a value");
    }

    @Test
    void aValueThatIsNoNumberIsShown() {
        Options options = read("--healthy", "many");

        assertThatThrownBy(() -> options.count("--healthy", 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--healthy needs a whole number, and was given many");
    }
}
