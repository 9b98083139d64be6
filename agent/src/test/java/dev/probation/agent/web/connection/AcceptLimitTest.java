package dev.probation.agent.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptLimitTest {

    @ParameterizedTest(name = "{0} descriptors")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    descriptors | connections | taken
                    16          | 8           | 10
                    64          | 16          | 20
                    256         | 64          | 80
                    1024        | 256         | 320
                    4096        | 1000        | 1250
                    1048576     | 1000        | 1250
                    """)
    void mostDescriptorsAreLeftToTheProbes(long descriptors, int connections, int taken) {
        assertThat(AcceptLimit.connections(descriptors)).isEqualTo(connections);
        assertThat(AcceptLimit.of(connections).most()).isEqualTo(taken);
    }
}
