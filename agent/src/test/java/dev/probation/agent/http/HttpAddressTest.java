package dev.probation.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            http://app                          | http://app:80             | /
            HTTPS://app/                        | https://app:443           | /
            http://app:8080?a=b                 | http://app:8080           | /?a=b
            http://app:/x                       | http://app:80             | /x
            https://app:8443/a%2Fb/c%20d?q=%26+ | https://app:8443          | /a%2Fb/c%20d?q=%26+
            http://app/x#part                   | http://app:80             | /x
            http://alert_manager:9093/-/ready   | http://alert_manager:9093 | /-/ready
            http://[::1]:9090/api               | http://[::1]:9090         | /api
            https://[2001:db8::1]               | https://[2001:db8::1]:443 | /
            http://canary:p@ss@app/x            | http://app:80             | /x
            """)
    void takesAUrlApart(String url, String shown, String target) {
        HttpAddress address = HttpAddress.of(url);

        assertThat(address).hasToString(shown);
        assertThat(address.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary",
                "ftp://canary/",
                "http://",
                "http:///canary",
                "http://canary:65536/",
                "http://canary:port/",
                "http://[canary]/",
                "http://app/can ary",
                "http://app/canary\r\nX: y",
                "http://user:canary@",
                "http://app/canaryé",
                "http://app\u0001/canary"
            })
    void refusesWhatIsNoAddressAndSaysNothingOfIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpAddress.of(text))
                .withMessageNotContaining("canary")
                .withMessageStartingWith("expected a");
    }

    @Test
    void hidesPathQueryAndUserInfo() {
        HttpAddress address = HttpAddress.of("https://canary:canary@hooks.example/canary?canary");

        assertThat(address).hasToString("https://hooks.example:443");
        assertThat(address.peer()).isEqualTo("hooks.example:443");
        assertThat(address.host()).isEqualTo("hooks.example");
    }

    @ParameterizedTest(name = "{1} below {0}")
    @CsvSource(delimiter = '|', textBlock = """
            http://app            | /health    | /health
            http://app/           | health?a=b | /health?a=b
            http://app/base//     | /health    | /base/health
            http://app/base?old=1 | /x%2Fy     | /base/x%2Fy
            """)
    void makesTheAddressOfAPathBelowABase(String base, String path, String target) {
        assertThat(HttpAddress.of(base).below(path).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/search?q=a canary",
                "/canary\nHost: evil",
                "/canary\r",
                "/canary\u0000",
                "/canaryé",
                "/canary#x"
            })
    void refusesAPathThatIsNoRequestTargetAndSaysNothingOfIt(String path) {
        HttpAddress base = HttpAddress.of("http://app");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> base.below(path))
                .withMessageNotContaining("canary")
                .withMessageStartingWith("expected a");
    }

    @Test
    void encodesTheBytesOfALocationThatAreNotAscii() {
        HttpAddress to = HttpAddress.of("http://app")
                .redirected("/\u00c3\u0089?x=\u00fc")
                .orElseThrow();

        assertThat(to.target()).isEqualTo("/%C3%89?x=%FC");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            /echo              | http://[::1]:81/echo      | true
            next?a=b           | http://[::1]:81/dir/next?a=b | true
            //app/x            | http://app:80/x           | false
            https://[::1]:81/  | https://[::1]:81/         | false
            http://[::1]/      | http://[::1]:80/          | false
            http://u:p@app/    | http://app:80/            | false
            """)
    void followsALocation(String location, String expected, boolean sameOrigin) {
        HttpAddress from = HttpAddress.of("http://[::1]:81/dir/page");
        HttpAddress to = from.redirected(location).orElseThrow();

        assertThat(to + to.target()).isEqualTo(expected);
        assertThat(to.isSameOrigin(from)).isEqualTo(sameOrigin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:a@b", "ftp://app/", "http:///", "/a b", "/a\nHost: b", "%"})
    void doesNotFollowALocationThatIsNoAddress(String location) {
        assertThat(HttpAddress.of("http://app/").redirected(location)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "https://user:canary@app/x?a=b, https://app/x?a=b",
        "http://user:c@n@ry@app, http://app",
        "http://app/a@b, http://app/a@b"
    })
    void showsAUrlWithoutUserInfo(String url, String shown) {
        assertThat(HttpAddress.withoutUserInfo(url)).isEqualTo(shown);
    }

    @Test
    void encodesAPartOfAPathOrQuery() {
        assertThat(HttpAddress.encode("a/b c+d&é")).isEqualTo("a%2Fb%20c%2Bd%26%C3%A9");
    }
}
