package dev.probation.agent.cli.check;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.config.ConfigText;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyCommandTest {

    private static final String CONFIG = """
            targets: { app: { http: "http://localhost:1" } }
            services: { shop: { checks: { health: { http: app } } } }
            rollback: { to: [ { webhook: "<url>/deployer", name: deployer } ] }
            notify:
              team: { slack: { url: "<url>/canary" } }
              oncall: { pagerduty: { routing-key: canary-key, url: "<url>" } }
              ops: { opsgenie: { api-key: canary-key, url: "<url>" }, on: blind }
            """;

    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void sendsOneMarkedMessageAndPrintsTheAnswer() throws IOException {
        answers(200, "ok");

        Run run = test("team");

        assertThat(run).isEqualTo(new Run(0, "team (slack): delivered: HTTP 200\n", ""));
        assertThat(requests()).hasSize(1);
        assertThat(requests().get(0).getBodyAsString())
                .contains("This is a test of this receiver")
                .contains("TEST message: is being watched");
    }

    @ParameterizedTest
    @CsvSource({"oncall, pagerduty", "ops, opsgenie"})
    void opensAndResolvesAnIncident(String name, String kind) throws IOException {
        answers(202, "{}");

        Run run = test(name);

        assertThat(run).isEqualTo(new Run(0, name + " (" + kind + "): delivered: HTTP 202, then HTTP 202\n", ""));
        assertThat(requests()).hasSize(2);
    }

    @Test
    void opensAndResolvesTheSameIncident() throws IOException {
        answers(202, "{}");

        assertThat(test("oncall").exitCode()).isZero();

        List<JsonObject> events = requests().stream()
                .map(request -> new JsonObject(request.getBodyAsString()))
                .toList();
        assertThat(events).extracting(event -> event.getString("event_action")).containsExactly("trigger", "resolve");
        assertThat(events.get(0).getString("dedup_key")).isEqualTo(events.get(1).getString("dedup_key"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | team (slack): not delivered: HTTP 404. Check the address and the key in notify.team.
            429 | team (slack): not delivered: HTTP 429. The receiver limits how many messages it takes. Try again later.
            503 | team (slack): not delivered: HTTP 503. The receiver answered with a server error. Try again later.
            """)
    void saysWhatToDoWhereItWasNotDelivered(int status, String said) throws IOException {
        answers(status, "canary");

        assertThat(test("team")).isEqualTo(new Run(1, said + "\n", ""));
    }

    @Test
    void saysWhatToDoWhereItIsNotReached() throws IOException {
        server.stop();

        assertThat(test("team"))
                .isEqualTo(new Run(
                        1,
                        "team (slack): not delivered: connection refused. Check whether this machine reaches the receiver:"
                                + " its name, a firewall or proxy, its certificate.\n",
                        ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            taem     | probation: "notify" has no receiver "taem"; did you mean "team"?
            nobody   | probation: "notify" has no receiver "nobody"; known are oncall, ops, team
            deployer | probation: the receiver "deployer" carries out rollbacks, and a test must not roll back; expected a receiver under "notify": oncall, ops, team
            """)
    void refusesWhatIsNoReceiverOfNotices(String name, String said) throws IOException {
        assertThat(test(name)).isEqualTo(new Run(2, "", said + "\n"));
        assertThat(requests()).isEmpty();
    }

    @Test
    void saysHowToNameTheConfigurationWhereThereIsNone() {
        Path absent = folder.resolve("absent.yaml");

        Run run = Run.of(new LiveCommandServices(), "notify", "--test", "team", "--config.file", absent.toString());

        assertThat(run)
                .isEqualTo(new Run(
                        2,
                        "",
                        "probation: expected the configuration at " + absent + ", but found no such file or folder;"
                                + " give its path with --config.file PATH or PROBATION_CONFIG\n"));
    }

    private Run test(String name) throws IOException {
        Path file =
                new ConfigText(CONFIG).with("url", "http://localhost:" + port()).writeTo(folder);
        return Run.of(new LiveCommandServices(), "notify", "--test", name, "--config.file", file.toString());
    }

    /** Also where it is stopped, and nobody listens. */
    private int port() {
        return server.isRunning() ? server.port() : 1;
    }

    private void answers(int status, String body) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private List<LoggedRequest> requests() {
        return server.findAll(anyRequestedFor(anyUrl()));
    }
}
