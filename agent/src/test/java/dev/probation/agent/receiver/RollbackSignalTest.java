package dev.probation.agent.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.notice.NoticeFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollbackSignalTest {

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            version | name                      | has
            1.4.2   | shop:1.4.2                | true
            1.4.2   | shop:v1.4.2               | true
            1.4.2   | shop:1.4.2-alpine         | true
            1.4.2   | shop:release-1.4.2        | true
            1.4.2   | shop:1.4.20               | false
            1.4.2   | shop:11.4.2               | false
            1.4.2   | shop:1.4.2.1              | false
            1.4.2   | shop:0.1.4.2              | false
            1.4.2   | shop:1x4x2                | false
            1.4.2   | shop                      | false
            a1b2c3d | shop@sha256:a1b2c3d       | true
            a1b2c3d | shop@sha256:a1b2c3d4      | false
            .*      | shop:1.4.2                | false
            """)
    void findsItsVersionInANameAndNoOther(String version, String name, boolean has) {
        RollbackSignal signal = RollbackSignal.of(NoticeFixture.message("m1", "team", NoticeFixture.rollback(version)));

        assertThat(signal.hasVersion(name)).isEqualTo(has);
    }
}
