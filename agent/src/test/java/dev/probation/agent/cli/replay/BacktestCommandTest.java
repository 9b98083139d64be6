package dev.probation.agent.cli.replay;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestCommandTest {

    @RegisterExtension
    private static final WireMockExtension PROMETHEUS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        400 | bad_data  | unexpected end of input | 2 | --version-query: HTTP 400, bad_data: unexpected end of input
        422 | execution | found duplicate series  | 2 | --version-query: HTTP 422, execution: found duplicate series
        503 | timeout   | query timed out         | 4 | HTTP 503, timeout: query timed out
        401 | -         | -                       | 4 | answered HTTP 401; check the target's credentials
        """)
    void aQueryThatPrometheusRefusesIsWrongUsageAndOneThatItCannotAnswerIsNot(
            int status, String type, String error, int exit, String said) throws IOException {
        answer(status, "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"" + error + "\"}");

        Run run = backtest("--version-query", "app_info{");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exit);
        assertThat(run.err()).startsWith("probation: ").contains(said, "count by (version) (app_info{)");
    }

    @Test
    void whatIsNoPrometheusIsNotAMistakeInTheCall() throws IOException {
        answer(400, "<html>no</html>");

        Run run = backtest("--version-query", "app_info");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("answered HTTP 400 without Prometheus's JSON");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --version-query app_info --version-label NONE                 | --version-label: expected a label's name
        --version 1 --deployed-at 2036-01-31T10:00:00Z                | 1: expected an instant in the past
        --version 1                                                   | --version and --deployed-at come in pairs
        --deployments /dev/null                                       | /dev/null has none
        --version-query app_info --version-target app                 | there is no Prometheus "app" among the targets
        """)
    void whatIsWrongWithTheOptionsIsWrongUsage(String options, String said) throws IOException {
        Run run = backtest(options.replace("NONE", "").split(" ", -1));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("probation: ").contains(said);
    }

    @Test
    void aMetricThatDoesNotExistIsNamed() throws IOException {
        answer(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");

        Run run = backtest("--version-query", "app_inf");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.err())
                .containsPattern("--version-query: app_inf gave no series from .*Z to .*Z")
                .contains("no deployment of shop was found in that time");
    }

    @Test
    void aLabelThatTheMetricDoesNotHaveIsNamedAndSoAreThoseThatItHas() throws IOException {
        answer(
                200,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + "{\"metric\":{\"__name__\":\"app_info\",\"job\":\"shop\",\"version\":\"1\"},\"value\":[0,\"1\"]}]}}");
        PROMETHEUS.stubFor(any(urlPathEqualTo("/api/v1/query_range"))
                .willReturn(aResponse()
                        .withBody("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                                + "{\"metric\":{},\"values\":[[1769860800,\"1\"]]}]}}")));

        Run run = backtest("--version-query", "app_info", "--version-label", "versio");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .contains("no series of app_info has the label \"versio\"; they have job, version."
                        + " Name the one with the version by --version-label");
    }

    private static void answer(int status, String body) {
        PROMETHEUS.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private Run backtest(String... options) throws IOException {
        Path config = Files.writeString(folder.resolve("probation.yaml"), """
                targets: { metrics: { prometheus: "%s" } }
                services:
                  shop:
                    checks:
                      errors: { prometheus: metrics, query: errors, every: 1m, expect: "< 5" }
                """.replace("%s", PROMETHEUS.baseUrl()));
        List<String> line = new ArrayList<>(List.of("backtest", "shop", "-c", config.toString()));
        line.addAll(List.of(options));
        return Run.of(new LiveCommandServices(), line.toArray(String[]::new));
    }
}
