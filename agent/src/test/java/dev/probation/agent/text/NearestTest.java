package dev.probation.agent.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN = List.of("expect", "every", "on-breach", "for", "failures");

    @ParameterizedTest(name = "{0} means {1}")
    @CsvSource(textBlock = """
            expects,   expect
            epxect,    expect
            evry,      every
            on_breach, on-breach
            onBreach,  on-breach
            fro,       for
            failure,   failures
            colour,    ''
            x,         ''
            """)
    void findsTheNameThatWasMeant(String written, String meant) {
        assertThat(Nearest.to(written, KNOWN).orElse("")).isEqualTo(meant);
    }
}
