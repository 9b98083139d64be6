package dev.probation.agent.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.web.RunningServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFilterTest {

    private static final String TOKEN = "s3cret-token";

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    path                                | authorization            | status
                    /                                   | ''                       | 401
                    /metrics                            | ''                       | 401
                    /nowhere                            | ''                       | 401
                    /api/v1/openapi.yaml                | ''                       | 401
                    /api/v1/services                    | ''                       | 401
                    /api/v1/deployments                 | ''                       | 401
                    /api/v1/deployments/shop-1          | ''                       | 401
                    /api/v1/deployments/shop-1/verdict  | ''                       | 401
                    /api/v1/deployments/shop-1/report   | ''                       | 401
                    /-/../metrics                       | ''                       | 401
                    //metrics                           | ''                       | 401
                    /metrics/                           | ''                       | 401
                    /%2D/healthy/../../metrics          | ''                       | 401
                    /-/healthy                          | ''                       | 200
                    /-/ready                            | ''                       | 200
                    /healthz                            | ''                       | 200
                    /livez                              | ''                       | 200
                    /readyz                             | ''                       | 200
                    /-/healthy                          | Bearer wrong             | 200
                    /metrics                            | Bearer s3cret-token      | 200
                    /metrics                            | bearer s3cret-token      | 200
                    /metrics                            | Bearer                   | 401
                    /metrics                            | Bearer s3cret-toke       | 401
                    /metrics                            | Bearer s3cret-token2     | 401
                    /metrics                            | Bearer S3CRET-TOKEN      | 401
                    /metrics                            | Basic s3cret-token       | 401
                    /metrics                            | s3cret-token             | 401
                    """)
    void whoHasTheTokenComesIn(String path, String authorization, int status) throws Exception {
        RunningServer running = RunningServer.guarded(TOKEN);
        try {
            HttpResponse<String> response =
                    authorization.isEmpty() ? running.get(path) : running.get(path, "Authorization", authorization);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).doesNotContain(TOKEN);
            assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                    .isEqualTo(status == 401);
        } finally {
            running.close();
        }
    }

    @Test
    void anOrderWithoutTheTokenReachesNobody() throws Exception {
        RunningServer running = RunningServer.guarded(TOKEN);
        try {
            HttpResponse<String> response =
                    running.post("/api/v1/deployments/shop-1/rollback", "{\"by\":\"eve\",\"reason\":\"fun\"}");

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(running.deployments.told).isEmpty();
        } finally {
            running.close();
        }
    }

    @ParameterizedTest(name = "Host: {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    host                  | status
                    localhost:17272       | 200
                    LOCALHOST             | 200
                    127.0.0.1             | 200
                    127.1.2.3:80          | 200
                    [::1]:17272           | 200
                    evil.example          | 400
                    localhost.evil.example| 400
                    127.0.0.1.evil.example| 400
                    127.0.0.999           | 400
                    0.0.0.0               | 400
                    192.168.0.1           | 400
                    ''                    | 400
                    """)
    void withoutATokenOnlyLocalNamesAreAnswered(String host, int status) throws Exception {
        RunningServer running = RunningServer.open();
        try {
            String answer =
                    running.say("GET /api/v1/services HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 " + status + ' ');
        } finally {
            running.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    host        | loopback
                    localhost   | true
                    127.0.0.1   | true
                    ::1         | true
                    0.0.0.0     | false
                    ::          | false
                    10.0.0.1    | false
                    example.com | false
                    127.example | false
                    """)
    void withoutATokenOnlyLoopbackIsBound(String host, boolean loopback) {
        if (loopback) {
            assertThat(settings(host, Optional.empty()).host()).isEqualTo(host);
        } else {
            assertThatThrownBy(() -> settings(host, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(host)
                    .hasMessageContaining("configure a token");
        }
        assertThat(settings(host, Optional.of(new Secret(TOKEN))).toString()).doesNotContain(TOKEN);
    }

    @Test
    void aBlankTokenIsNoToken() {
        assertThatThrownBy(() -> settings("0.0.0.0", Optional.of(new Secret(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be blank");
    }

    private static WebSettings settings(String host, Optional<Secret> token) {
        return new WebSettings(
                host,
                0,
                token,
                Optional.empty(),
                List.of(),
                EventsConfig.NONE,
                "0.1.0",
                WebSettings.Limits.DEFAULT,
                WebSettings.Capacity.ofConnections(100));
    }
}
