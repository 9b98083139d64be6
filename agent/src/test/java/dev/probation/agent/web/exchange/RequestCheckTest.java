package dev.probation.agent.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.web.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCheckTest {

    private static final String CANCEL = """
            POST /api/v1/deployments/shop-1/cancel HTTP/1.1
            Host: localhost
            Content-Type: application/json
            Content-Length: 25
            Connection: close
            """;
    private static final String BODY = "{\"by\":\"ann\",\"reason\":\"a\"}";

    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private String say(String lines) throws Exception {
        return running.say(lines.replace("\\n", "\n").replace("\n", "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    request                                                        | status
                    'GET /-/healthy HTTP/1.1\\nHost: localhost'                    | 200
                    'GET /-/healthy HTTP/1.1\\nHost: localhost\\nHost: evil.example' | 400
                    'GET /-/healthy HTTP/1.1\\nHost: localhost\\nHost: localhost'  | 400
                    'GET /-/healthy HTTP/1.1\\nHost: localhost\\nAuthorization: a\\nAuthorization: b' | 400
                    'GET http://evil.example/-/healthy HTTP/1.1\\nHost: localhost' | 400
                    'GET http://localhost/-/healthy HTTP/1.1\\nHost: localhost'    | 200
                    'GET http://LOCALHOST:17272/-/healthy HTTP/1.1\\nHost: localhost:17272' | 200
                    'GET http://eve@localhost/-/healthy HTTP/1.1\\nHost: localhost' | 400
                    'GET http://localhost:1/-/healthy HTTP/1.1\\nHost: localhost'  | 400
                    'GET evil.example:80 HTTP/1.1\\nHost: localhost'               | 404
                    'GET /-/healthy HTTP/1.1'                                      | 400
                    'GET /%zz HTTP/1.1\\nHost: localhost'                          | 400
                    'GET /api/v1/deployments/%zz HTTP/1.1\\nHost: localhost'       | 400
                    'GET /api/v1/deployments/% HTTP/1.1\\nHost: localhost'         | 400
                    'GET /-/healthy?%zz=1 HTTP/1.1\\nHost: localhost'              | 400
                    'GET /api/v1/deployments?service=%z HTTP/1.1\\nHost: localhost' | 400
                    'GET /-/healthy HTTP/1.1\\nHost: localhost\\nExpect: the-unexpected' | 400
                    'GET /-/healthy HTTP/1.1\\nHost: localhost\\nContent-Length: abc' | 400
                    'GET /-/healthy HTTP/1.1\\nHost: localhost\\nContent-Length: 99999999999999999999' | 400
                    'GARBAGE'                                                      | 400
                    """)
    void whatHasTwoMeaningsOrNoneIsRefused(String request, int status) throws Exception {
        String connection = request.startsWith("GET") ? "\nConnection: close" : "";

        assertThat(say(request + connection + "\n\n")).matches("(?s)HTTP/1.[01] " + status + " .*");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    sent by     | status
                    cross-site  | 403
                    same-site   | 403
                    same-origin | 200
                    none        | 200
                    ''          | 403
                    """)
    void thePagesOfOtherSitesGiveNoOrders(String site, int status) throws Exception {
        assertThat(say(CANCEL + "Sec-Fetch-Site: " + site + "\n\n" + BODY)).startsWith("HTTP/1.1 " + status + ' ');
        assertThat(running.deployments.told).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void thePagesOfOtherSitesMayLinkHere() throws Exception {
        assertThat(say("GET / HTTP/1.1\nHost: localhost\nSec-Fetch-Site: cross-site\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aProgramThatIsNoBrowserSaysNothingOfSites() throws Exception {
        assertThat(say(CANCEL + "\n" + BODY)).startsWith("HTTP/1.1 200 ");
    }
}
