package dev.probation.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    network        | address          | contained
                    10.0.0.0/8     | 10.255.0.1       | true
                    10.0.0.0/8     | 11.0.0.1         | false
                    10.1.2.3       | 10.1.2.3         | true
                    10.1.2.3       | 10.1.2.4         | false
                    192.168.4.0/22 | 192.168.7.255    | true
                    192.168.4.0/22 | 192.168.8.0      | false
                    192.168.4.9/31 | 192.168.4.8      | true
                    0.0.0.0/0      | 203.0.113.7      | true
                    0.0.0.0/0      | ::1              | false
                    10.1.2.3       | ::ffff:10.1.2.3  | true
                    fd00::/8       | fdff::1          | true
                    fd00::/8       | fe80::1          | false
                    fe80::/10      | fe80::1%eth0     | true
                    ::1            | ::1              | true
                    10.0.0.0/8     | example.com      | false
                    10.0.0.0/8     | ''               | false
                    """)
    void containsTheAddressesOfItsRange(String network, String address, boolean contained) {
        assertThat(Network.parse(network).orElseThrow().contains(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0",
                "10.0.0.256",
                "10.1.2.3.",
                "10.1.2.3./32",
                "::1/129",
                "proxy.example.com",
                "10.0.0.0/",
                "/8",
                "a:b:c"
            })
    void whatIsNoRangeIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    one              | other                | same
                    192.0.2.1        | 192.0.2.1            | true
                    192.0.2.1        | 192.0.2.2            | false
                    2001:db8:1:2::1  | 2001:db8:1:2:ffff::9 | true
                    2001:db8:1:2::1  | 2001:db8:1:3::1      | false
                    """)
    void aClientHasOneAddressOfIpv4AndManyOfIpv6(String one, String other, boolean same) {
        assertThat(Network.client(one).equals(Network.client(other))).isEqualTo(same);
    }
}
