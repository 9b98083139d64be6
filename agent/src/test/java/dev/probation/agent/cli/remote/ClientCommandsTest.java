package dev.probation.agent.cli.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.probation.agent.cli.remote.AgentAnswers.deployment;
import static dev.probation.agent.cli.remote.AgentAnswers.window;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.probation.agent.cli.command.Run;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsTest {

    private static final JsonObject RUNNING = deployment("watching", "running", window("immediate", "running"));

    private static final String CONFIGURED = """
            {"services": [{"name": "bookreader"}, {"name": "shop"}],
             "windows": [{"name": "immediate"}, {"name": "short-term"}]}""";

    @RegisterExtension
    private static final WireMockExtension AGENT = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @TempDir
    private Path files;

    /** What an agent answers that lists these. */
    private static ResponseDefinitionBuilder listing(JsonObject... deployments) {
        return okJson(new JsonObject()
                .put("deployments", new JsonArray(List.of(deployments)))
                .encode());
    }

    /** What an agent answers that did not know of the deployment. */
    private static ResponseDefinitionBuilder created() {
        return okJson(RUNNING.encode()).withStatus(201);
    }

    @Test
    void deployAnnouncesAndPrintsTheId() {
        AGENT.stubFor(post("/api/v1/deployments").willReturn(created()));

        Run run = run("deploy", "bookreader", "1.4.2");

        assertThat(run).isEqualTo(new Run(0, "d-1\n", ""));
        AGENT.verify(postRequestedFor(urlEqualTo("/api/v1/deployments"))
                .withRequestBody(equalToJson("{\"service\":\"bookreader\",\"version\":\"1.4.2\"}")));
    }

    @Test
    void deploySaysWhenItWentLiveAndThatItIsARollback() {
        AGENT.stubFor(post("/api/v1/deployments").willReturn(created()));

        assertThat(run("deploy", "bookreader", "1.4.1", "--deployed-at", "2026-01-31T10:00:00Z", "--rollback")
                        .exitCode())
                .isZero();

        AGENT.verify(postRequestedFor(urlEqualTo("/api/v1/deployments")).withRequestBody(equalToJson("""
                                {"service":"bookreader","version":"1.4.1","deployedAt":"2026-01-31T10:00:00Z","rollback":true}""")));
    }

    @Test
    void deployOfWhatIsWatchedAlreadySaysSoAndWhatChangedNothing() throws IOException {
        AGENT.stubFor(post("/api/v1/deployments").willReturn(okJson(RUNNING.encode())));
        Path before = Files.writeString(
                files.resolve("before.jsonl"), "{\"at\":\"2026-01-31T09:00:00Z\",\"check\":\"health\",\"value\":1}\n");
        String said = "bookreader 1.4.2 is being watched already, live since 2026-01-31T10:00:00Z;"
                + " nothing new was announced";

        assertThat(run("deploy", "bookreader", "1.4.2")).isEqualTo(new Run(0, "d-1\n", said + "\n"));
        assertThat(run("deploy", "bookreader", "1.4.2", "--deployed-at", "2026-01-31T10:00:00Z")
                        .err())
                .as("it is the same instant")
                .isEqualTo(said + "\n");
        assertThat(run("deploy", "bookreader", "1.4.2", "--rollback", "--baseline", before.toString())
                        .err())
                .isEqualTo(said + ", and --rollback, --baseline changed nothing\n");
    }

    @Test
    void statusOfOneThatHasEndedNamesWhatWasNeverSignedOff() {
        JsonObject answer =
                deployment("finished", "pass", window("immediate", "pass")).put("signOffs", new JsonArray("""
                [{"name": "users", "title": "Users are happy", "signature": null},
                 {"name": "ads", "title": "Ads are sold",
                  "signature": {"by": "Ada", "at": "2026-01-31T10:00:00Z", "note": "after lunch"}}]"""));
        AGENT.stubFor(any(anyUrl()).willReturn(okJson(answer.encode())));

        assertThat(run("status", "d-1").out())
                .contains("never signed off: Users are happy\n")
                .contains("signed off: Ads are sold, by Ada at 2026-01-31T10:00:00Z: after lunch\n")
                .doesNotContain("to sign");
    }

    @Test
    void statusSaysThatAnotherVersionIsReadThanTheOneThatWasAnnounced() {
        String problem = "1.4.2 was announced, but the service reports 1.4.1";
        JsonObject answer = RUNNING.copy().put("versionProblem", problem);
        AGENT.stubFor(any(anyUrl()).willReturn(okJson(answer.encode())));
        assertThat(run("status", "d-1").out()).contains("\nversion: " + problem + "\n");

        AGENT.stubFor(any(anyUrl()).willReturn(listing(answer)));
        assertThat(run("status").out()).contains("\nd-1: " + problem + "\n");
    }

    @Test
    void statusSaysWhichCheckMeasuresNothing() {
        JsonObject answer = RUNNING.copy()
                .put(
                        "unmeasured",
                        new JsonArray().add(new JsonObject().put("check", "p95").put("reason", "no answer")));
        AGENT.stubFor(any(anyUrl()).willReturn(okJson(answer.encode())));
        assertThat(run("status", "d-1").out()).contains("\nunmeasured: p95: no answer\n");

        AGENT.stubFor(any(anyUrl()).willReturn(listing(answer)));
        assertThat(run("status").out()).contains("\nd-1: unmeasured: p95: no answer\n");
    }

    @Test
    void statusNamesTheSignOffsThatAreOpenAndSignSaysThatItWorked() {
        JsonObject answer = RUNNING.copy().put("signOffs", new JsonArray("""
                [{"name": "users", "title": "Users are happy", "signature": null},
                 {"name": "ads", "title": "Ads are sold", "signature": {"by": "Ada", "at": "2026-01-31T10:00:00Z"}}]"""));
        AGENT.stubFor(any(anyUrl()).willReturn(okJson(answer.encode())));

        assertThat(run("status", "d-1").out())
                .contains("not signed off yet: Users are happy; to sign, type \"probation sign d-1 users --by NAME\"\n")
                .contains("signed off: Ads are sold, by Ada at 2026-01-31T10:00:00Z\n");
        assertThat(run("sign", "d-1", "ads").out()).startsWith("Signed off: ads.\nbookreader 1.4.2: running");
    }

    @Test
    void aSignOffAfterItsWindowSaysThatTheWindowStaysAsItIs() {
        JsonObject answer = deployment(
                "watching", "inconclusive", window("immediate", "inconclusive"), window("short-term", "running"));
        AGENT.stubFor(any(anyUrl()).willReturn(okJson(answer.encode())));

        assertThat(run("sign", "d-1", "ads").out()).startsWith("""
                Signed off: ads.
                Window immediate had ended and stays inconclusive: a sign-off counts in windows that have not ended yet.
                bookreader 1.4.2""");
    }

    @Test
    void silenceAsksForAllOfTheTimeThatWasGiven() {
        AGENT.stubFor(post("/api/v1/silences").willReturn(okJson("""
                {"id":"s-1","matchers":["service=bookreader"],"from":"2026-01-31T10:00:00Z",
                 "until":"2026-02-01T12:30:15Z","reason":"repair","by":"me"}""")));

        Run run = run("silence", "add", "service=bookreader", "--for", "1d2h30m15s", "--reason", "repair");

        assertThat(run.exitCode()).isZero();
        AGENT.verify(postRequestedFor(urlEqualTo("/api/v1/silences"))
                .withRequestBody(matchingJsonPath("$.for", equalTo("1d2h30m15s"))));
    }

    @Test
    void deployGivesABaselineThatItHasReadFirst() throws IOException {
        AGENT.stubFor(post("/api/v1/deployments").willReturn(created()));
        String line = "{\"at\":\"2026-01-31T09:00:00Z\",\"check\":\"health\",\"value\":1}\n";
        Path file = Files.writeString(files.resolve("before.jsonl"), line);
        Path broken = Files.writeString(files.resolve("broken.jsonl"), line + "{\"at\":1}\n");
        Path long1 = Files.writeString(files.resolve("long.jsonl"), line.repeat(20_000));
        Path empty = Files.writeString(files.resolve("empty.jsonl"), "");

        Run run = run("deploy", "bookreader", "1.4.2", "--baseline", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        AGENT.verify(postRequestedFor(urlEqualTo("/api/v1/deployments"))
                .withRequestBody(equalToJson(new JsonObject()
                        .put("service", "bookreader")
                        .put("version", "1.4.2")
                        .put("baseline", line)
                        .encode())));
        assertThat(refusal(broken)).startsWith("probation: --baseline: " + broken + ":2: expected a text as \"at\"");
        assertThat(refusal(long1)).contains("expected at most 1048576 bytes, but found");
        assertThat(refusal(empty)).contains("expected samples, but found none");
        assertThat(refusal(files.resolve("none")))
                .contains("expected a recording that can be read, but found none (there is no such file");
    }

    private String refusal(Path baseline) {
        Run run = run("deploy", "bookreader", "1.4.2", "--baseline", baseline.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        return run.err();
    }

    @Test
    void deployAnnouncesNothingWhereItIsToWaitForAWindowThatThereIsNot() {
        AGENT.stubFor(get("/api/v1/services").willReturn(okJson(CONFIGURED)));
        AGENT.stubFor(post("/api/v1/deployments").willReturn(created()));

        Run run = run("deploy", "bookreader", "1.4.2", "--wait", "nowin");

        assertThat(run)
                .isEqualTo(new Run(
                        2,
                        "",
                        "probation: nothing was announced, because the configuration has no window \"nowin\" for --wait;"
                                + " known are immediate, short-term\n"));
        AGENT.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void deployWaitsForAWindow() {
        AGENT.stubFor(get("/api/v1/services").willReturn(okJson(CONFIGURED)));
        AGENT.stubFor(post("/api/v1/deployments").willReturn(created()));
        AGENT.stubFor(get("/api/v1/deployments/d-1")
                .willReturn(okJson(deployment("watching", "fail", window("immediate", "fail"))
                        .encode())));

        Run run = run("deploy", "bookreader", "1.4.2", "--wait", "immediate");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("deployment d-1\nfail in the immediate window: because of immediate\n");
    }

    @Test
    void recordsToStandardOutputByItsDash() {
        AGENT.stubFor(get("/api/v1/deployments/d-1/recording")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/x-ndjson")
                        .withBody("{\"deployment\":{}}\n{\"at\":\"x\"}\n")));

        Run dash = run("record", "d-1", "-o", "-");

        assertThat(dash).isEqualTo(new Run(0, "{\"deployment\":{}}\n{\"at\":\"x\"}\n", ""));
        assertThat(Path.of("-")).doesNotExist();
        assertThat(run("record", "d-1")).isEqualTo(new Run(0, dash.out(), ""));
    }

    /** All that ask an agent. */
    static Stream<String> commands() {
        return Stream.of(
                "deploy shop 1",
                "deploy shop 1 --wait immediate",
                "wait d-1",
                "status d-1",
                "status --limit 0",
                "report d-1",
                "report d-1 --format json",
                "record d-1",
                "sign d-1 feedback",
                "cancel d-1 --reason x",
                "rollback d-1 --confirm",
                "rollback d-1 --reason x",
                "approve d-1",
                "silence add service=shop --for 8d --reason x",
                "silence list",
                "silence end s-1");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatTheAgentFindsWrongIsWrongUsageAndWhatDoesNotFitItsStateIsRefused(String command) {
        int[][] expected = {{400, 2}, {404, 2}, {405, 2}, {409, 1}, {413, 2}, {415, 2}};
        for (int[] codes : expected) {
            answer(codes[0], "{\"error\":\"not-so\",\"message\":\"not so\"}");

            assertThat(run(command.split(" "))).isEqualTo(new Run(codes[1], "", "probation: not so\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothingIsTakenForDoneOrWrongThatAnotherServerAnswers(String command) {
        String[] others = {
            "", "null", "5", "[]", "[1]", "{}", "{\"status\":\"UP\"}", "{\"id\":\"d-1\",\"deployment\":7}"
        };
        for (String other : others) {
            answer(200, other);

            assertThat(run(command.split(" ")))
                    .as(other)
                    .returns(5, Run::exitCode)
                    .returns("", Run::out)
                    .matches(run -> run.err().startsWith("probation: no agent answers at "), "says so");
        }
        answer(404, "{\"status\":404,\"error\":\"Not Found\",\"message\":\"No message available\"}");

        assertThat(run(command.split(" ")))
                .returns(5, Run::exitCode)
                .matches(run -> run.err().contains("(HTTP 404: No message available)"), "says what it said");
    }

    private static void answer(int status, String body) {
        AGENT.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body)));
    }

    @Test
    void statusListsTheNewest() {
        AGENT.stubFor(get("/api/v1/deployments?limit=5&service=book%20reader").willReturn(listing(RUNNING)));

        assertThat(run("status", "--service", "book reader", "--limit", "5").out())
                .isEqualTo("""
                        DEPLOYMENT  SERVICE     VERSION  LIVE SINCE            PHASE     VERDICT  WINDOW     CHECKS
                        d-1         bookreader  1.4.2    2026-01-31T10:00:00Z  watching  running  immediate  1 ok
                        """);
    }

    @Test
    void statusTellsAServiceWithoutDeploymentsFromOneThatIsUnknown() {
        AGENT.stubFor(get("/api/v1/services").willReturn(okJson(CONFIGURED)));
        AGENT.stubFor(get("/api/v1/deployments?limit=20&service=shop").willReturn(listing()));
        AGENT.stubFor(get("/api/v1/deployments?limit=20&service=nope").willReturn(listing()));

        assertThat(run("status", "--service", "shop"))
                .isEqualTo(new Run(
                        0, "No deployments of shop yet. Announce one with \"probation deploy shop VERSION\".\n", ""));
        assertThat(run("status", "--service", "nope"))
                .isEqualTo(new Run(
                        2, "", "probation: the configuration has no service \"nope\"; known are bookreader, shop\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            status --limit 0             | parameter "limit": expected a number  | --limit: expected a number
            sign d-1 x --by=             | field "by": expected a text           | --by: expected a text
            deploy a b                   | field "version": expected a version   | VERSION: expected a version
            deploy a b --deployed-at 2026-01-31T10:00:00Z | field "deployedAt": expected x | --deployed-at: expected x
            silence add a=b --for 1h --reason x | field "matchers": expected y   | MATCHER: expected y
            deploy a b                   | field "later": expected z             | field "later": expected z
            """)
    void whatAnAgentRefusesIsCalledAsItWasTyped(String command, String said, String shown) {
        AGENT.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(400)
                        .withHeader("Content-Type", "application/json")
                        .withBody(new JsonObject()
                                .put("error", "bad-request")
                                .put("message", said)
                                .encode())));

        assertThat(run(command.split(" ", -1))).isEqualTo(new Run(2, "", "probation: " + shown + '\n'));
    }

    @Test
    void statusSaysSinceWhenNothingIsSaved() {
        JsonObject behind = RUNNING.copy().put("asOf", "2026-01-31T10:30:00Z").put("current", false);
        AGENT.stubFor(get("/api/v1/deployments/d-1").willReturn(okJson(behind.encode())));
        AGENT.stubFor(get("/api/v1/deployments?limit=20").willReturn(listing(behind)));
        String line = "d-1 is shown as of 2026-01-31T10:30:00Z: not all that happened since is saved yet,"
                + " because the agent's store is unavailable\n";

        assertThat(run("status", "d-1").out()).containsOnlyOnce(line);
        assertThat(run("status").out()).endsWith(line).containsOnlyOnce("is shown as of");
    }

    @Test
    void statusSaysNothingOfWhatIsSaved() {
        JsonObject saved = RUNNING.copy().put("asOf", "2026-01-31T10:30:00Z").put("current", true);
        AGENT.stubFor(get("/api/v1/deployments/d-1").willReturn(okJson(saved.encode())));
        AGENT.stubFor(get("/api/v1/deployments?limit=20").willReturn(listing(saved, RUNNING)));

        assertThat(run("status", "d-1").out()).doesNotContain("is shown as of");
        assertThat(run("status").out()).doesNotContain("is shown as of");
    }

    @Test
    void statusShowsOneAsYaml() {
        AGENT.stubFor(get("/api/v1/deployments/d-1").willReturn(okJson(RUNNING.encode())));

        assertThat(run("status", "d-1", "-o", "yaml").out())
                .startsWith("deployment:\n  id: d-1\n  phase: watching\n  service: bookreader\n")
                .contains("windows:\n- name: immediate\n");
    }

    @Test
    void reportPrintsWhatTheAgentWrote() {
        AGENT.stubFor(get("/api/v1/deployments/d-1/report?format=markdown&window=short-term")
                .willReturn(ok("# ✅ bookreader\n\n\u001B[2Jtext\n")
                        .withHeader("Content-Type", "text/markdown; charset=utf-8")));

        assertThat(run("report", "d-1", "--window", "short-term").out()).isEqualTo("# ✅ bookreader\n\n\uFFFD[2Jtext\n");
    }

    @Test
    void aRollbackSaysWhatItWaitsFor() {
        JsonObject waiting = RUNNING.copy().put("rollback", new JsonObject("""
                {"stage": "decided", "decidedAt": "2026-01-31T10:07:30Z", "check": "error-rate", "reason": "2 %",
                 "waitsFor": "approval of restore", "signals": [
                   {"receiver": "deploy", "state": "pending", "reason": "connection refused"},
                   {"receiver": "migrate", "state": "taken", "approvedBy": "Ada"},
                   {"receiver": "restore", "state": "awaiting-approval"}]}"""));
        AGENT.stubFor(get("/api/v1/deployments/d-1").willReturn(okJson(waiting.encode())));

        assertThat(run("status", "d-1").out()).contains("""
                rollback decided at 2026-01-31T10:07:30Z by error-rate: 2 %
                  waits for approval of restore
                  deploy: pending, trying again: connection refused
                  migrate: accepted, approved by Ada
                  restore: awaiting approval
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        advised   | error-rate | 2026-01-31T10:07:30Z | rollback advised at 2026-01-31T10:07:30Z by error-rate: 2 %
        decided   | error-rate | 2026-01-31T10:07:30Z | rollback ordered, advised at 2026-01-31T10:07:30Z by error-rate: 2 %
        signalled | error-rate | 2026-01-31T10:07:30Z | rollback signalled, advised at 2026-01-31T10:07:30Z by error-rate: 2 %
        decided   | error-rate |                      | rollback decided at 2026-01-31T10:07:30Z by error-rate: 2 %
        signalled | error-rate |                      | rollback signalled, decided at 2026-01-31T10:07:30Z by error-rate: 2 %
        decided   | manual     |                      | rollback ordered at 2026-01-31T10:07:30Z by a person: 2 %
        recovered | manual     |                      | rollback recovered, ordered at 2026-01-31T10:07:30Z by a person: 2 %
        """)
    void aRollbackIsCalledByWhatWasDone(String stage, String check, String advisedAt, String said) {
        JsonObject rollback = new JsonObject()
                .put("stage", stage)
                .put("decidedAt", "2026-01-31T10:07:30Z")
                .put("advisedAt", advisedAt)
                .put("check", check)
                .put("reason", "2 %");
        AGENT.stubFor(get("/api/v1/deployments/d-1")
                .willReturn(okJson(RUNNING.copy().put("rollback", rollback).encode())));

        assertThat(run("status", "d-1").out().lines()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rollback d-1 --by Ada --reason slow            | rollback                | {"by":"Ada","reason":"slow"}
        rollback d-1 --by Ada --confirm                | rollback/confirm        | {"by":"Ada"}
        approve d-1 restore --by Ada                   | rollback/approve        | {"by":"Ada","receiver":"restore"}
        approve d-1 --by Ada                           | rollback/approve        | {"by":"Ada"}
        cancel d-1 --by Ada --reason twice             | cancel                  | {"by":"Ada","reason":"twice"}
        sign d-1 user-feedback --by Ada --note good    | sign-offs/user-feedback | {"by":"Ada","note":"good"}
        """)
    void peopleActOnADeployment(String command, String path, String body) {
        AGENT.stubFor(post("/api/v1/deployments/d-1/" + path).willReturn(okJson(RUNNING.encode())));

        Run run = run(command.split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("bookreader 1.4.2: running (watching,");
        AGENT.verify(
                postRequestedFor(urlEqualTo("/api/v1/deployments/d-1/" + path)).withRequestBody(equalToJson(body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        400 | 2
        401 | 2
        403 | 2
        404 | 2
        405 | 2
        408 | 5
        409 | 1
        413 | 2
        415 | 2
        422 | 2
        429 | 5
        500 | 5
        503 | 5
        302 | 5
        """)
    void exitsByWhatTheAgentAnswered(int status, int exit) {
        AGENT.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(status).withBody("{\"error\": \"no\", \"message\": \"no\"}")));

        assertThat(run("rollback", "d-1", "--reason", "slow").exitCode()).isEqualTo(exit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy shop 1.4.2", "status", "record d-1", "rollback d-1 --reason slow"})
    void anAgentThatCannotDoItNowIsNotSaidToBeAway(String command) {
        AGENT.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(503)
                        .withBody("{\"error\": \"unavailable\", \"message\": \"store p.db is locked\"}")));

        Run run = run(command.split(" "));

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err().strip())
                .isEqualTo("probation: the agent at " + AGENT.baseUrl() + " answered: store p.db is locked (HTTP 503)");
    }

    @Test
    void anAgentThatHadTooManyRequestsAtOnceIsAskedAgain() {
        AGENT.stubFor(any(anyUrl())
                .inScenario("busy")
                .willReturn(aResponse()
                        .withStatus(503)
                        .withHeader("Retry-After", "1")
                        .withBody("{\"error\": \"overloaded\", \"message\": \"try again\"}"))
                .willSetStateTo("free"));
        AGENT.stubFor(any(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(okJson("{\"deployments\": []}")));

        assertThat(run("status")).returns(0, Run::exitCode).returns("", Run::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "record", "report", "cancel --reason x"})
    void anIdThatIsTooLongForAnAddressIsUnknown(String command) {
        AGENT.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(414)));

        Run run = run((command + ' ' + "d".repeat(5000)).split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the id or name is longer than any that the agent has");
    }

    @Test
    void aProxyThatCannotReachTheAgentIsNotTheAgent() {
        AGENT.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(502).withBody("{\"message\": \"bad gateway\"}")));

        assertThat(run("status").err()).contains("no agent answers at", "HTTP 502: bad gateway");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        status             | 200 | HTTP 200 with text/html
        status d-1         | 200 | HTTP 200 with text/html
        report d-1         | 200 | HTTP 200 with text/html
        record d-1         | 200 | HTTP 200 with text/html
        deploy shop 1.4.2  | 200 | HTTP 200 with text/html
        status d-1         | 404 | HTTP 404, and not in the way in which an agent answers
        record d-1         | 404 | HTTP 404, and not in the way in which an agent answers
        deploy shop 1.4.2  | 501 | HTTP 501, and not in the way in which an agent answers
        """)
    void anotherServerIsToldFromAnAgent(String command, int status, String said) {
        AGENT.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html>welcome</html>")));

        Run run = run(command.split(" +"));

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("probation: no agent answers at " + AGENT.baseUrl() + " (")
                .contains(said, "give its address with --agent URL or PROBATION_AGENT");
    }

    @Test
    void asksForATokenWhereOneIsDemanded() {
        AGENT.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));

        assertThat(run("status").err()).contains("requires a token", "--token-file FILE or PROBATION_TOKEN");
    }

    @Test
    void sendsTheTokenOfTheFileAndNeverShowsIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "hunter2\n");
        AGENT.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));

        Run run = run("status", "--token-file", file.toString());

        assertThat(run.err()).contains("refused the token").doesNotContain("hunter2");
        AGENT.verify(getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer hunter2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2\nhunter3", "hunter2\u00e4"})
    void aTokenThatCannotBeSentIsRefusedAndNotShown(String token) throws IOException {
        Path file = Files.writeString(files.resolve("token"), token);

        Run byFile = run("status", "--token-file", file.toString());

        assertThat(byFile.exitCode()).isEqualTo(2);
        assertThat(byFile.err())
                .startsWith("probation: --token-file " + file + ": expected a token of ASCII characters on one line,")
                .doesNotContain("hunter");
    }

    @Test
    void aNameThatIsEmptyIsAskedOfNobody() {
        assertThat(run("cancel", "", "--reason", "x"))
                .isEqualTo(new Run(2, "", "probation: expected a deployment's id, but found an empty text\n"));
        assertThat(run("sign", "d-1", " ").err()).contains("expected the name of a sign-off, but found an empty text");
        assertThat(run("silence", "end", "").err()).contains("expected a silence's id, but found an empty text");
        AGENT.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void sendsTheTokenOfTheEnvironment() {
        AGENT.stubFor(any(anyUrl()).willReturn(listing()));

        Run run = Run.of(Map.of("PROBATION_AGENT", AGENT.baseUrl() + "/", "PROBATION_TOKEN", "hunter2"), "status");

        assertThat(run.out()).startsWith("No deployments yet.");
        AGENT.verify(getRequestedFor(urlEqualTo("/api/v1/deployments?limit=20"))
                .withHeader("Authorization", equalTo("Bearer hunter2")));
    }

    private Run run(String... args) {
        return Run.of(Map.of("PROBATION_AGENT", AGENT.baseUrl()), args);
    }
}
