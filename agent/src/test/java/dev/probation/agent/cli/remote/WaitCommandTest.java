package dev.probation.agent.cli.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.probation.agent.cli.remote.AgentAnswers.deployment;
import static dev.probation.agent.cli.remote.AgentAnswers.rolledBack;
import static dev.probation.agent.cli.remote.AgentAnswers.window;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.probation.agent.cli.command.Run;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitCommandTest {

    @RegisterExtension
    private static final WireMockExtension AGENT = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        case                                           | phase         | first        | second       | exit
        'a window passed'                              | watching      | pass         | running      | 0
        'a window passed with warnings'                | watching      | warn         | running      | 0
        'a window failed'                              | watching      | fail         | running      | 1
        'a window is inconclusive'                     | watching      | inconclusive | running      | 4
        'the deployment was cancelled in the window'   | cancelled     | pass         |              | 4
        'the deployment was superseded in the window'  | superseded    | pass         |              | 4
        'it was superseded later'                      | superseded    | pass         | inconclusive | 0
        'it failed before it was superseded'           | superseded    | fail         |              | 1
        'the whole deployment finished'                | finished      | pass         | fail         | 0
        """)
    void exitsWithTheVerdictOnTheFirstWindow(String name, String phase, String first, String second, int exit) {
        answer(
                second == null
                        ? deployment(phase, first, window("immediate", first))
                        : deployment(phase, first, window("immediate", first), window("short-term", second)));

        assertThat(await("--window", "immediate").exitCode()).isEqualTo(exit);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        case                                 | phase        | verdict      | exit
        'finished well'                      | finished     | pass         | 0
        'finished with warnings'             | finished     | warn         | 0
        'finished badly'                     | finished     | fail         | 1
        'finished without evidence'          | finished     | inconclusive | 4
        'failed already'                     | watching     | fail         | 1
        'cancelled while all was well'       | cancelled    | pass         | 4
        'superseded while all was well'      | superseded   | pass         | 4
        """)
    void exitsWithTheVerdictOnTheWholeDeployment(String name, String phase, String verdict, int exit) {
        answer(deployment(phase, verdict, window("immediate", verdict)));

        assertThat(await().exitCode()).isEqualTo(exit);
    }

    @Test
    void aLaterWindowDoesNotMakeUpForAnEarlierOne() {
        answer(deployment(
                "watching", "inconclusive", window("immediate", "inconclusive"), window("short-term", "pass")));

        assertThat(await("--window", "short-term").exitCode()).isEqualTo(4);
    }

    @Test
    void aRollbackIsAFailureAtOnce() {
        answer(rolledBack(deployment("rolling-back", "running", window("immediate", "running"))));

        Run run = await("--window", "immediate");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fail: a rollback was decided: 2 %, expected < 0.1 %");
    }

    @Test
    void aRollbackThatIsOnlyAdvisedIsAFailureAndCalledSo() {
        JsonObject advised = rolledBack(deployment("watching", "running", window("immediate", "running")));
        advised.getJsonObject("rollback").put("stage", "advised");
        answer(advised);

        Run run = await("--window", "immediate");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fail: a rollback was advised: 2 %, expected < 0.1 %");
    }

    @Test
    void waitsWhileTheWindowRuns() {
        answerInTurn(
                okJson(deployment("watching", "running", window("immediate", "running"))
                        .encode()),
                okJson(deployment("watching", "pass", window("immediate", "pass"), window("short-term", "running"))
                        .encode()));

        Run run = await("--window", "immediate");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEqualTo("""
                        bookreader 1.4.2  immediate  1h left  1 ok
                        pass in the immediate window: because of immediate
                        """);
        assertThat(run.out()).contains("immediate   error-rate  pass     ok     31   240      97%");
    }

    @Test
    void rewritesItsLineOnATerminal() {
        answerInTurn(
                okJson(deployment("watching", "running", window("immediate", "running"))
                        .encode()),
                okJson(deployment("finished", "pass", window("immediate", "pass"))
                        .encode()));

        Run run = Run.of(Map.of(), true, "wait", "d-1", "--agent", AGENT.baseUrl());

        assertThat(run.err())
                .startsWith("\r\u001B[Kbookreader 1.4.2  immediate  1h left  1 ok\r\u001B[Kpass in the immediate");
    }

    @Test
    void writesALineEveryHalfMinuteElsewhere() {
        answer(deployment("watching", "running", window("immediate", "running")));

        assertThat(await("--timeout", "2m").err().lines().filter(line -> line.contains(" left")))
                .hasSize(4);
    }

    @Test
    void givesUpAfterTheTimeout() {
        answer(deployment("watching", "pass", window("immediate", "pass"), window("short-term", "running")));

        Run run = await("--window", "short-term", "--timeout", "90s");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).endsWith("no verdict yet after 1m30s; the agent continues to watch\n");
    }

    @Test
    void namesTheWindowsWhereTheAwaitedOneNeverBegan() {
        answer(deployment("finished", "pass", window("immediate", "pass")));

        Run run = await("--window", "imediate");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("without a window \"imediate\"; it had [immediate]");
    }

    @Test
    void refusesAWindowThatIsNotPlanned() {
        JsonArray planned = new JsonArray()
                .add(new JsonObject().put("name", "immediate"))
                .add(new JsonObject().put("name", "short-term"));
        answer(deployment("watching", "running", window("immediate", "running")).put("plannedWindows", planned));

        Run run = await("--window", "short-tem");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("probation: deployment d-1 is being watched, but it has no window \"short-tem\";"
                        + " did you mean \"short-term\"?\n");
    }

    @Test
    void waitsForAnAgentThatRestarts() {
        answerInTurn(
                okJson(deployment("watching", "running").encode()),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                serverError(),
                okJson(deployment("finished", "pass", window("immediate", "pass"))
                        .encode()));

        assertThat(await().exitCode()).isZero();
    }

    @Test
    void doesNotWaitForAnAgentThatStaysAway() {
        answerInTurn(okJson(deployment("watching", "running").encode()), serverError());

        assertThat(await().exitCode()).isEqualTo(5);
    }

    @Test
    void keepsItsTimeoutWhereTheAgentStaysAway() {
        answerInTurn(okJson(deployment("watching", "running").encode()), serverError());

        Run run = await("--timeout", "10s");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err())
                .containsOnlyOnce("the agent does not answer; trying again\n")
                .endsWith("no verdict yet after 10s; the agent does not answer\n");
    }

    @Test
    void keepsItsTimeoutWhereTheAgentIsFrozen() {
        answerInTurn(
                okJson(deployment("watching", "running").encode()), aResponse().withFixedDelay(20_000));

        Run run = await("--timeout", "1s");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).endsWith("no verdict yet after 1s; the agent does not answer\n");
    }

    @Test
    void keepsItsTimeoutWhereTheAgentIsFrozenFromTheBeginning() {
        AGENT.stubFor(get(anyUrl()).willReturn(aResponse().withFixedDelay(20_000)));

        Run run = await("--timeout", "500ms");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("no answer in time");
    }

    @Test
    void exitsWith5WhereNoAgentAnswers() throws IOException {
        String closed = closedAddress();

        Run run = Run.of(Map.of("PROBATION_AGENT", closed), "wait", "d-1");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err())
                .contains("no agent answers at " + closed)
                .contains("Start one with \"probation serve\"", "--agent URL or PROBATION_AGENT");
    }

    @Test
    void anUnknownDeploymentIsWrongUsageAndNoVerdict() {
        AGENT.stubFor(get(urlEqualTo("/api/v1/deployments/d-1"))
                .willReturn(aResponse()
                        .withStatus(404)
                        .withBody("{\"error\": \"not-found\", \"message\": \"no deployment d-1\\u001b[2J\"}")));

        Run run = await();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("probation: no deployment d-1\uFFFD[2J\n");
    }

    @Test
    void showsNoControlCharactersOfTheApplication() {
        JsonObject window = window("immediate", "fail");
        window.getJsonArray("checks").getJsonObject(0).put("reason", "\u001B]0;owned\u0007 body\nsecond");
        answer(deployment("finished", "fail", window.put("reason", "\u001B[31m")));

        Run table = await();
        Run json = await("--output", "json");
        Run yaml = await("--output", "yaml");

        assertThat(table.out() + table.err() + json.out() + yaml.out()).doesNotContain("\u001B", "\u0007");
    }

    private static String closedAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    private void answer(JsonObject deployment) {
        AGENT.stubFor(get(urlEqualTo("/api/v1/deployments/d-1")).willReturn(okJson(deployment.encode())));
    }

    /** The last is given again and again. */
    private void answerInTurn(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            AGENT.stubFor(get(urlEqualTo("/api/v1/deployments/d-1"))
                    .inScenario("turns")
                    .whenScenarioStateIs(i == 0 ? "Started" : "turn " + i)
                    .willSetStateTo("turn " + Math.min(i + 1, answers.length - 1))
                    .willReturn(answers[i]));
        }
    }

    private Run await(String... options) {
        String[] args = new String[options.length + 4];
        args[0] = "wait";
        args[1] = "d-1";
        args[2] = "--agent";
        args[3] = AGENT.baseUrl();
        System.arraycopy(options, 0, args, 4, options.length);
        return Run.of(Map.of(), args);
    }
}
