package dev.probation.agent.receiver.rollback.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.rollback.github.GitHubSettings.Workflow;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubReceiverTest extends ReceiverContract {

    private static final String DEPLOYMENTS = "/base/repos/acme/shop/deployments";
    private static final String STATUSES = DEPLOYMENTS + "/42/statuses";
    private static final String RUNS = "/base/repos/acme/shop/actions/workflows/rollback.yml/runs";
    private static final String DISPATCHES = "/base/repos/acme/shop/actions/workflows/rollback.yml/dispatches";

    private Optional<String> environment = Optional.of("production eu");
    private Optional<Workflow> workflow = Optional.empty();

    @Override
    protected Notice largest() {
        return NoticeFixture.hostile("1.4.2");
    }

    @Override
    protected ReceiverKind kind() {
        return new GitHubKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is no secret
        return new GitHubSettings(
                "acme/shop", new Secret("canary"), environment, workflow, URI.create(url.replace("canary", "base")));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return okJson("[{\"id\": 42, \"ref\": \"v1.4.2\", \"sha\": \"a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d\"}]");
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of("<html>canary</html>", "{\"message\":\"canary\"}");
    }

    private void withWorkflow(Optional<String> marked) {
        environment = marked;
        workflow = Optional.of(new Workflow("rollback.yml", "main"));
        reopen();
    }

    @Test
    void marksTheDeploymentOfTheVersionAsFailed() {
        answers(get(urlPathEqualTo(DEPLOYMENTS)).willReturn(okJson("""
                [{"id": 43, "ref": "v1.4.3", "environment": "production eu"},
                 {"id": 42, "ref": "v1.4.2", "environment": "production eu"},
                 {"id": 41, "ref": "v1.4.2", "environment": "production eu"}]""")));
        answers(get(urlPathEqualTo(STATUSES)).willReturn(okJson("[{\"state\": \"success\", \"description\": \"\"}]")));
        answers(post(urlPathEqualTo(STATUSES)).willReturn(aResponse().withStatus(201)));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isEqualTo(new Delivered("deployment 42 marked as failed"));

        assertThat(asked())
                .extracting(LoggedRequest::getUrl)
                .containsExactly(
                        DEPLOYMENTS + "?environment=production%20eu&per_page=30", STATUSES + "?per_page=100", STATUSES);
        assertThat(asked()).allSatisfy(request -> {
            assertThat(request.getHeader("Authorization")).isEqualTo("Bearer canary");
            assertThat(request.getHeader("Accept")).isEqualTo("application/vnd.github+json");
            assertThat(request.getHeader("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
            assertThat(request.getHeader("User-Agent")).isEqualTo("probation");
        });
        assertThat(new JsonObject(received().getBodyAsString()))
                .isEqualTo(new JsonObject()
                        .put("state", "failure")
                        .put("environment", "production eu")
                        .put("description", "rollback rollback-bookreader-1: error rate 7 %, expected < 5 %"));
    }

    @Test
    void aDescriptionIsNoLongerThanIsTaken() {
        answers(success());

        assertThat(send(NoticeFixture.failing("\uD83D\uDD25".repeat(500)))).isInstanceOf(Delivered.class);

        String description = new JsonObject(received().getBodyAsString()).getString("description");
        assertThat(description.codePointCount(0, description.length())).isEqualTo(140);
    }

    @Test
    void aRepeatChangesNothing() {
        answers(success());
        answers(get(urlPathEqualTo(STATUSES))
                .willReturn(okJson("[{\"description\": \"rollback rollback-bookreader-1: x\"}]")));

        assertThat(send(NoticeFixture.rollback("1.4.2")))
                .isEqualTo(new Delivered("deployment 42 was already marked as failed"));
        assertThat(asked()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1.4.2,true", "v1.4.2,true", "a84d88e7554f,true", "a84d88,false", "1.4,false", "1.4.20,false"})
    void knowsTheDeploymentByItsRefOrItsCommit(String version, boolean known) {
        answers(success());

        if (known) {
            assertThat(send(NoticeFixture.rollback(version))).isInstanceOf(Delivered.class);
        } else {
            assertThat(send(NoticeFixture.rollback(version)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.detail()).contains("has ref " + version));
        }
    }

    @Test
    void aUsedUpRateLimitIsNoRefusal() {
        answers(aResponse().withStatus(403).withHeader("Retry-After", "60"));
        assertThat(send(NoticeFixture.rollback("1.4.2")))
                .isEqualTo(new TryAgain(
                        DeliveryFailure.RATE_LIMITED,
                        "HTTP 403: rate limit reached",
                        Optional.of(Duration.ofSeconds(60))));

        answers(aResponse().withStatus(403).withBody("{\"message\": \"API rate limit exceeded for user\"}"));
        assertThat(send(NoticeFixture.rollback("1.4.2"))).isInstanceOf(TryAgain.class);
    }

    @Test
    void startsTheWorkflowWithTheDecision() {
        withWorkflow(Optional.empty());
        answers(get(urlPathEqualTo(RUNS)).willReturn(okJson("{\"total_count\": 0, \"workflow_runs\": []}")));
        answers(post(urlPathEqualTo(DISPATCHES)).willReturn(aResponse().withStatus(204)));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isEqualTo(new Delivered("workflow rollback.yml started"));

        assertThat(asked().get(0).getUrl())
                .isEqualTo(RUNS + "?event=workflow_dispatch&per_page=30&created=%3E%3D2026-01-31T11%3A58%3A00Z");
        assertThat(received().getUrl()).isEqualTo(DISPATCHES);
        assertThat(new JsonObject(received().getBodyAsString()))
                .isEqualTo(new JsonObject()
                        .put("ref", "main")
                        .put(
                                "inputs",
                                new JsonObject()
                                        .put("id", "rollback-bookreader-1")
                                        .put("service", "bookreader")
                                        .put("version", "1.4.2")
                                        .put("deployment", "bookreader-1")
                                        .put("reason", "error rate 7 %, expected < 5 %")));
    }

    @Test
    void aWorkflowWhoseTitleHasTheDecisionIsNotStartedAgain() {
        withWorkflow(Optional.empty());
        answers(get(urlPathEqualTo(RUNS)).willReturn(okJson("""
                {"workflow_runs": [{"id": 7, "display_title": "roll back (rollback-bookreader-1)"}]}""")));

        assertThat(send(NoticeFixture.rollback("1.4.2")))
                .isEqualTo(new Delivered("workflow rollback.yml was already started"));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aWorkflowIsStartedWhateverBecomesOfTheMark() {
        withWorkflow(Optional.of("production"));
        answers(get(urlPathEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(500)));
        answers(get(urlPathEqualTo(RUNS)).willReturn(okJson("{\"workflow_runs\": []}")));
        answers(post(urlPathEqualTo(DISPATCHES)).willReturn(aResponse().withStatus(204)));

        assertThat(send(NoticeFixture.rollback("1.4.2")))
                .isEqualTo(new Delivered("workflow rollback.yml started; no deployment was marked: HTTP 500"));
    }

    @Test
    void saysWhichInputsAWorkflowNeeds() {
        withWorkflow(Optional.empty());
        answers(get(urlPathEqualTo(RUNS)).willReturn(okJson("{\"workflow_runs\": []}")));
        answers(post(urlPathEqualTo(DISPATCHES)).willReturn(aResponse().withStatus(422)));

        assertThat(send(NoticeFixture.rollback("1.4.2")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.detail())
                                .contains("the inputs id, service, version, deployment and reason"));
    }

    @Test
    void aPageOfAProxyIsNoAnswer() {
        answers(aResponse().withStatus(200).withBody("<html>sign in</html>"));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isInstanceOf(TryAgain.class);
    }
}
