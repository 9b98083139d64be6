package dev.probation.agent.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.EventsConfig.GitHub.VersionBy;
import dev.probation.agent.config.Secret;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments.RefusedException;
import dev.probation.agent.deployments.Deployments.RefusedException.Reason;
import dev.probation.agent.store.AlertGroup;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.web.Pictures;
import dev.probation.agent.web.RunningServer;
import dev.probation.rules.window.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRoutesTest {

    static final String CDEVENTS = "/api/v1/webhooks/cdevents";
    static final String GITHUB = "/api/v1/webhooks/github";
    static final String ALERTMANAGER = "/api/v1/webhooks/alertmanager";
    static final String TOKEN = "t0k3n-of-events";
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String GITHUB_SECRET = "It's a Secret to Everybody";
    private static final String JSON = "application/json";

    private RunningServer running;

    static EventsConfig ways(VersionBy version) {
        Map<String, String> names = Map.of("acme/backend", "shop", "pod/other", "shop");
        return new EventsConfig(
                Optional.of(new EventsConfig.CdEvents(
                        Optional.of(new Secret(TOKEN)),
                        Optional.of(new Secret(KEY)),
                        Optional.of("production"),
                        names)),
                Optional.of(new EventsConfig.GitHub(new Secret(GITHUB_SECRET), "production", version, names)),
                Optional.of(new EventsConfig.Alertmanager(new Secret(TOKEN))));
    }

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.withWaysIn(ways(VersionBy.SHA));
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    static String cdEvent(String subject, String artifact) {
        return """
                {"context": {"specversion": "0.5.1", "id": "1", "source": "/ci", "timestamp": "2026-01-31T10:05:00Z",
                  "type": "dev.cdevents.service.deployed.0.3.0"},
                 "subject": {"id": "SUBJECT", "content": {"environment": {"id": "production"}, "artifactId": "ARTIFACT"}}}
                """.replace("SUBJECT", subject).replace("ARTIFACT", artifact);
    }

    private HttpResponse<String> tell(String type, String body, String... more) throws Exception {
        List<String> headers = new ArrayList<>(List.of(
                "Content-Type", JSON, "Authorization", "Bearer " + TOKEN, "ce-specversion", "1.0", "ce-id", "e1"));
        headers.addAll(List.of("ce-source", "/ci", "ce-type", "dev.cdevents.service." + type));
        headers.addAll(Arrays.asList(more));
        return running.send("POST", CDEVENTS, body, headers.toArray(String[]::new));
    }

    static String hmac(byte[] key, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    static String gitHubSignature(byte[] body) throws GeneralSecurityException {
        return "sha256=" + hmac(GITHUB_SECRET.getBytes(StandardCharsets.UTF_8), body);
    }

    static String status(String repository, String state, String environment) {
        return """
                {"action": "created", "deployment_status": {"id": 1, "state": "STATE", "environment": "ENVIRONMENT",
                  "created_at": "2026-01-31T10:06:00Z"}, "repository": {"full_name": "REPOSITORY"},
                 "deployment": {"sha": "a84d88e7", "ref": "main", "environment": "ENVIRONMENT",
                  "payload": {"version": "2.0"}}}
                """.replace("STATE", state).replace("ENVIRONMENT", environment).replace("REPOSITORY", repository);
    }

    private HttpResponse<String> gitHub(String event, String delivery, String body) throws Exception {
        return running.send(
                "POST",
                GITHUB,
                body,
                "Content-Type",
                JSON,
                "X-GitHub-Event",
                event,
                "X-GitHub-Delivery",
                delivery,
                "X-Hub-Signature-256",
                gitHubSignature(body.getBytes(StandardCharsets.UTF_8)));
    }

    static String alerts(String... statuses) {
        List<String> alerts = new ArrayList<>();
        for (String status : statuses) {
            alerts.add("""
                    {"status": "STATUS", "labels": {"alertname": "HighErrors", "service": "shop"}, "annotations": {},
                     "startsAt": "2026-01-31T10:05:00Z", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "fN"}
                    """.replace("STATUS", status).replace("fN", "f" + alerts.size()));
        }
        return """
                {"version": "4", "groupKey": "{}:{service=\\"shop\\"}", "truncatedAlerts": 2, "status": "firing",
                 "receiver": "probation", "alerts": [ALERTS]}""".replace("ALERTS", String.join(",", alerts));
    }

    private HttpResponse<String> alertmanager(String body, String authorization) throws Exception {
        return running.send("POST", ALERTMANAGER, body, "Content-Type", JSON, "Authorization", authorization);
    }

    private void showing(Phase phase) {
        StoredDeployment stored = Pictures.watching("shop", "1.0").stored();
        running.deployments.view = new DeploymentView(
                phase.isOpen() ? stored.in(phase) : stored.ended(phase, Instant.parse("2026-01-31T10:05:00Z")),
                Pictures.NOW,
                Verdict.RUNNING,
                List.of(),
                List.of(),
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {CDEVENTS, GITHUB, ALERTMANAGER, CDEVENTS + "/"})
    void aWayThatIsNotConfiguredIsNotThere(String way) throws Exception {
        RunningServer bare = RunningServer.open();
        try {
            HttpResponse<String> response = bare.send("POST", way, "{}", "Content-Type", JSON);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("this endpoint is not configured", "events.");
        } finally {
            bare.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CDEVENTS, GITHUB, ALERTMANAGER, CDEVENTS + "/"})
    void aWayThatIsNotConfiguredAsksForNoTokenOfTheAgent(String way) throws Exception {
        RunningServer bare = RunningServer.withWaysIn(EventsConfig.NONE);
        try {
            HttpResponse<String> response = bare.send("POST", way, "{}", "Content-Type", JSON);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("this endpoint is not configured", "set events.");
        } finally {
            bare.close();
        }
    }

    @Test
    void theTestVectorOfGitHubsSignatureIsRight() throws Exception {
        assertThat(gitHubSignature("Hello, World!".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

        HttpResponse<String> response = gitHub("ping", "d1", "Hello, World!");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("pong");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            case            | signature
            none            | ``
            of another body | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17
            too short       | sha256=75
            the old kind    | sha1=7d38cdd689735b008b3c702edd92eea23791c5f6
            no signature    | x
            """)
    void whatGitHubDidNotSignIsRefused(String name, String signature) throws Exception {
        List<String> headers = new ArrayList<>(
                List.of("Content-Type", JSON, "X-GitHub-Event", "deployment_status", "X-GitHub-Delivery", "d1"));
        headers.addAll(List.of("Authorization", "Bearer all-else"));
        if (!signature.isEmpty()) {
            headers.addAll(List.of("X-Hub-Signature-256", signature));
        }

        HttpResponse<String> response = running.send(
                "POST", GITHUB, status("acme/shop", "success", "production"), headers.toArray(String[]::new));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("X-Hub-Signature-256").doesNotContain(GITHUB_SECRET);
        assertThat(running.deployments.told).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            repository   | state       | environment | status | says
            acme/shop    | success     | production  | 200    | announced
            acme/backend | success     | production  | 200    | announced
            acme/shop    | in_progress | production  | 202    | state success
            acme/shop    | failure     | production  | 202    | state success
            acme/shop    | success     | staging     | 202    | production
            acme/shpo    | success     | production  | 202    | no service
            """)
    void aDeploymentThatSucceededIsAnnounced(
            String repository, String state, String environment, int status, String says) throws Exception {
        HttpResponse<String> response = gitHub("deployment_status", "d1", status(repository, state, environment));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(says);
        assertThat(running.deployments.told.stream().filter(told -> told.startsWith("announce")))
                .isEqualTo(status == 200 ? List.of("announce shop a84d88e7 2026-01-31T10:06:00Z false") : List.of());
    }

    @ParameterizedTest(name = "by {0} with {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            version | payload                                         | told
            SHA     | {"version": "2.0"}                              | announce shop a84d88e7
            REF     | {"version": "2.0"}                              | announce shop main
            PAYLOAD | {"version": "2.0"}                              | announce shop 2.0
            PAYLOAD | "{\\"version\\": \\"2.1\\", \\"service\\": \\"shop\\"}" | announce shop 2.1
            PAYLOAD | {"version": 2}                                  | ``
            PAYLOAD | "2.0"                                           | ``
            PAYLOAD | {}                                              | ``
            """)
    void theVersionIsWhatTheConfigurationSays(VersionBy version, String payload, String told) throws Exception {
        RunningServer other = RunningServer.withWaysIn(ways(version));
        try {
            String body = status("acme/shop", "success", "production").replace("{\"version\": \"2.0\"}", payload);

            HttpResponse<String> response = other.send(
                    "POST",
                    GITHUB,
                    body,
                    "Content-Type",
                    JSON,
                    "X-GitHub-Event",
                    "deployment_status",
                    "X-GitHub-Delivery",
                    "d1",
                    "X-Hub-Signature-256",
                    gitHubSignature(body.getBytes(StandardCharsets.UTF_8)));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(told.isEmpty() ? 400 : 200);
            assertThat(other.deployments.told.stream().filter(each -> each.startsWith("announce")))
                    .isEqualTo(told.isEmpty() ? List.of() : List.of(told + " 2026-01-31T10:06:00Z false"));
        } finally {
            other.close();
        }
    }

    @Test
    void whatGitHubTellsTwiceIsDoneOnceWhateverIdIsGiven() throws Exception {
        String body = status("acme/shop", "success", "production");

        HttpResponse<String> first = gitHub("deployment_status", "d1", body);
        HttpResponse<String> again = gitHub("deployment_status", "d1", body.replace("a84d88e7", "b"));
        HttpResponse<String> replayed = gitHub("deployment_status", "d2", body);

        assertThat(List.of(first.statusCode(), again.statusCode(), replayed.statusCode()))
                .containsExactly(200, 200, 200);
        assertThat(again.body()).contains("repeat");
        assertThat(replayed.body()).contains("repeat");
        assertThat(running.deployments.told)
                .filteredOn(told -> told.startsWith("announce"))
                .hasSize(1);
    }

    @Test
    void whatFailedMayBeToldAgain() throws Exception {
        String body = status("acme/shop", "success", "production");
        running.deployments.outcome = Future.failedFuture(new RefusedException("not now", Reason.STATE));
        assertThat(gitHub("deployment_status", "d1", body).statusCode()).isEqualTo(409);

        running.deployments.outcome = Future.succeededFuture();

        assertThat(gitHub("deployment_status", "d1", body).body()).contains("announced");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            type                 | subject      | artifact                                  | status | told
            deployed.0.3.0       | shop         | pkg:oci/x@1.4.2                           | 200    | announce shop 1.4.2 2026-01-31T10:05:00Z false
            upgraded.0.2.0       | pods/shop    | pkg:oci/x@1.4.2                           | 200    | announce shop 1.4.2 2026-01-31T10:05:00Z false
            deployed.0.4.0-draft | pod/other    | pkg:oci/x@1.4.2                           | 200    | announce shop 1.4.2 2026-01-31T10:05:00Z false
            deployed.0.3.0       | pod/7        | pkg:oci/shop@sha256%3Aab?tag=v1%2B1&x=y#z | 200    | announce shop v1+1 2026-01-31T10:05:00Z false
            deployed.0.3.0       | pod/7        | pkg:maven/acme/backend@2                  | 200    | announce shop 2 2026-01-31T10:05:00Z false
            rolledback.0.2.0     | shop         | pkg:oci/x@0.9                             | 200    | announce shop 0.9 2026-01-31T10:05:00Z true
            rolledback.0.2.0     | shop         | pkg:oci/x@1.0                             | 202    | ``
            deployed.0.3.0       | shop         | pkg:oci/x@1.0                             | 200    | ``
            removed.0.2.0        | shop         | pkg:oci/x@1.0                             | 202    | ``
            deployedx            | shop         | pkg:oci/x@1.0                             | 202    | ``
            deployed.0.3.0       | shpo         | pkg:oci/x@1.4.2                           | 202    | ``
            deployed.0.3.0       | other        | other:1.4.2                               | 202    | ``
            deployed.0.3.0       | shop         | shop:1.4.2                                | 400    | ``
            deployed.0.3.0       | shop         | pkg:oci/x                                 | 400    | ``
            deployed.0.3.0       | shop         | pkg:oci/x@%00                             | 400    | ``
            deployed.0.3.0       | shop         | pkg:oci/x@%zz                             | 400    | ``
            deployed.0.3.0       | shop         | pkg:                                      | 400    | ``
            """)
    void aCdEventOfAServiceIsADeployment(String type, String subject, String artifact, int status, String told)
            throws Exception {
        HttpResponse<String> response = tell(type, cdEvent(subject, artifact));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(String.join(
                        "",
                        running.deployments.told.stream()
                                .filter(each -> !each.startsWith("newest"))
                                .toList()))
                .isEqualTo(told);
        assertThat(tell(type, cdEvent(subject, artifact)).statusCode()).isEqualTo(status);
        assertThat(running.deployments.told)
                .filteredOn(each -> each.startsWith("announce"))
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "{1} of {2} while {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            phase        | type             | version | told
            ROLLING_BACK | rolledback.0.2.0 | 1.0     | confirm shop-1 CDEvents
            ROLLING_BACK | rolledback.0.2.0 | 0.9     | announce shop 0.9 2026-01-31T10:05:00Z true
            ROLLING_BACK | deployed.0.3.0   | 0.9     | announce shop 0.9 2026-01-31T10:05:00Z false
            ROLLING_BACK | deployed.0.3.0   | 1.0     | ``
            FINISHED     | deployed.0.3.0   | 1.0     | ``
            FINISHED     | deployed.0.3.0   | 1.1     | announce shop 1.1 2026-01-31T10:05:00Z false
            """)
    void anEventDuringARollbackIsWhatTheDeployerSays(Phase phase, String type, String version, String told)
            throws Exception {
        showing(phase);

        HttpResponse<String> response = tell(type, cdEvent("shop", "pkg:oci/x@" + version));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(String.join(
                        ", ",
                        running.deployments.told.stream()
                                .filter(each -> !each.startsWith("newest"))
                                .toList()))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"rolledback.0.2.0,1.0", "rolledback.0.2.0,0.9", "deployed.0.3.0,1.0"})
    void anEventIsSentAgainWhereWhatHappenedIsNotSavedYet(String type, String version) throws Exception {
        showing(Phase.WATCHING);
        running.deployments.view = running.deployments.view.outdated();
        String event = cdEvent("shop", "pkg:oci/x@" + version);

        HttpResponse<String> response = tell(type, event);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.body()).contains("is saved yet", "send the event again");
        assertThat(running.deployments.told).allMatch(told -> told.startsWith("newest"));
        showing(Phase.ROLLING_BACK);
        assertThat(tell(type, event).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            case                 | in place of            | is                                  | status | says
            of yesterday         | 2026-01-31T10:05:00Z   | 2026-01-30T10:05:00Z                | 202    | older than a day
            of no time           | 2026-01-31T10:05:00Z   | soon                                | 400    | timestamp
            of year 10000        | 2026-01-31T10:05:00Z   | +10000-01-31T10:05:00Z              | 400    | timestamp
            elsewhere            | {"id": "production"}   | {"id": "staging"}                   | 202    | production
            nowhere              | {"id": "production"}   | {}                                  | 202    | production
            of our own           | "subject"              | "customData": {"probation": {}}, "subject" | 202 | Probation sent this
            without a subject    | "subject"              | "object"                            | 400    | subject
            with a broken name   | "shop"                 | "sh\\ud800op"                       | 400    | subject.id
            with lines in it     | "shop"                 | "shop\\nERROR all is lost"          | 400    | subject.id
            with a turned name   | "shop"                 | "sh\\u202eop"                       | 400    | subject.id
            """)
    void whatIsNotToBeActedOnSaysWhy(String name, String inPlaceOf, String is, int status, String says)
            throws Exception {
        String body = cdEvent("shop", "pkg:oci/x@1.4.2").replace(inPlaceOf, is);

        HttpResponse<String> response = tell("deployed.0.3.0", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(says);
        assertThat(running.deployments.told).noneMatch(told -> told.startsWith("announce"));
    }

    @Test
    void aWholeCloudEventIsTaken() throws Exception {
        JsonObject whole = new JsonObject()
                .put("specversion", "1.0")
                .put("id", "e1")
                .put("source", "/ci")
                .put("type", "dev.cdevents.service.deployed.0.3.0")
                .put("data", new JsonObject(cdEvent("shop", "pkg:oci/x@1.4.2")));

        HttpResponse<String> response = running.send(
                "POST",
                CDEVENTS,
                whole.encode(),
                "Content-Type",
                "application/cloudevents+json; charset=utf-8",
                "Authorization",
                "bearer " + TOKEN);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RunningServer.json(response).getString("deployment")).isEqualTo("shop-1");
        assertThat(tell("deployed.0.3.0", cdEvent("shop", "pkg:oci/x@1.4.2")).body())
                .contains("repeat");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            case              | seconds off | id    | signature      | status
            signed            | 0           | m1    | `v1,OK`        | 200
            of two keys       | 0           | m1    | `v1,AAAA v1,OK`| 200
            5 minutes old     | -300        | m1    | `v1,OK`        | 200
            too old           | -301        | m1    | `v1,OK`        | 401
            of the future     | 301         | m1    | `v1,OK`        | 401
            of another body   | 0           | m1    | `v1,AAAA`      | 401
            without an id     | 0           | ``    | `v1,OK`        | 401
            of another kind   | 0           | m1    | `v1a,OK`       | 401
            """)
    void aCdEventMayBeSignedInPlaceOfAToken(String name, int off, String id, String signature, int status)
            throws Exception {
        String body = cdEvent("shop", "pkg:oci/x@1.4.2");
        long seconds = Pictures.NOW.getEpochSecond() + off;
        byte[] signed = (id + '.' + seconds + '.' + body).getBytes(StandardCharsets.UTF_8);
        byte[] key = Base64.getDecoder().decode(KEY.substring("whsec_".length()));
        String right = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hmac(key, signed)));

        HttpResponse<String> response = tell(
                "deployed.0.3.0",
                body,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                signature.replace("OK", right));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).doesNotContain(KEY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            authorization                 | status
            Bearer t0k3n-of-events        | 200
            Basic eDp0MGszbi1vZi1ldmVudHM=| 200
            Bearer all-else               | 401
            Bearer gate-all-else          | 401
            Basic !                       | 401
            ``                            | 401
            """)
    void alertmanagerGivesItsOwnToken(String authorization, int status) throws Exception {
        HttpResponse<String> response = alertmanager(alerts("firing"), authorization);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(running.events.groups).hasSize(status == 200 ? 1 : 0);
        assertThat(running.get("/api/v1/services", "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void alertsAreKeptByTheirGroup() throws Exception {
        HttpResponse<String> response = alertmanager(alerts("firing", "resolved"), "Bearer " + TOKEN);
        HttpResponse<String> again = alertmanager(alerts("resolved"), "Bearer " + TOKEN);

        assertThat(List.of(response.statusCode(), again.statusCode())).containsExactly(200, 200);
        AlertGroup first = running.events.groups.get(0);
        assertThat(first.alerts())
                .containsExactly(new AlertGroup.Alert(
                        "f0",
                        Map.of("alertname", "HighErrors", "service", "shop"),
                        Instant.parse("2026-01-31T10:05:00Z"),
                        Optional.empty(),
                        Pictures.NOW));
        assertThat(first.missing()).isEqualTo(2);
        assertThat(running.events.resolved.get(0)).containsExactly("f1");
        assertThat(running.events.groups.get(1).id()).isEqualTo(first.id());
        assertThat(running.events.groups.get(1).alerts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            in place of           | is            | says
            "4"                   | "3"           | version
            "groupKey"            | "key"         | groupKey
            "receiver"            | "to"          | receiver
            "truncatedAlerts": 2  | "truncatedAlerts": -2 | truncatedAlerts
            "truncatedAlerts": 2  | "truncatedAlerts": 1e99 | truncatedAlerts
            "firing", "labels"    | "x", "labels" | alerts[0].status
            "service": "shop"     | "service": 1  | alerts[0].labels
            "fingerprint"         | "print"       | alerts[0].fingerprint
            2026-01-31T10:05:00Z  | now           | alerts[0].startsAt
            "alerts": [           | "alerts": [1, | alerts[0]
            "alerts": [           | "a": [        | alerts
            "version"             | "version      | not JSON
            """)
    void aPayloadThatIsNoneOfAlertmanagersSaysWhatIsWrong(String inPlaceOf, String is, String says) throws Exception {
        HttpResponse<String> response = alertmanager(alerts("firing").replace(inPlaceOf, is), "Bearer " + TOKEN);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(RunningServer.json(response).getString("message")).contains(says);
        assertThat(running.events.groups).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            body     | status
            empty    | 400
            null     | 400
            []       | 400
            deep     | 400
            large    | 413
            """)
    void whatIsTooLargeOrNoObjectIsRefused(String body, int status) throws Exception {
        String sent = switch (body) {
            case "empty" -> "";
            case "deep" -> "{\"a\":".repeat(50_000);
            case "large" -> " ".repeat(1024 * 1024 + 1);
            default -> body;
        };

        assertThat(alertmanager(sent, "Bearer " + TOKEN).statusCode()).isEqualTo(status);
    }

    @Test
    void aFormIsRefused() throws Exception {
        HttpResponse<String> response = running.send(
                "POST",
                GITHUB,
                "payload=%7B%7D",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Hub-Signature-256",
                gitHubSignature("payload=%7B%7D".getBytes(StandardCharsets.UTF_8)));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("application/json");
    }
}
