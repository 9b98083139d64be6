package dev.probation.agent.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNameTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "backend, true",
        "my-app, true",
        "a, true",
        "3scale, true",
        "backend.example, false",
        "backend., false",
        "127.0.0.1, false",
        "::1, false",
        "2130706433, false",
        "my_app, false",
        "-app, false",
        "app-, false",
        "bäckend, false"
    })
    void tellsWhatTheJdkLeavesOutAndCanBeTold(String host, boolean leftOut) {
        assertThat(ServerName.isLeftOut(host)).isEqualTo(leftOut);
    }
}
