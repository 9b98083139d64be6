package dev.probation.agent.receiver.rollback.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GitLabReceiverTest extends ReceiverContract {

    private static final String PROJECT = "/base/api/v4/projects/acme%2Fshop";

    private Optional<Secret> readToken = Optional.of(new Secret("canary-read"));

    @Override
    protected ReceiverKind kind() {
        return new GitLabKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is no secret
        return new GitLabSettings(
                "acme/shop",
                new Secret("canary-trigger"),
                readToken,
                "main",
                Map.of("ENVIRONMENT", "production"),
                URI.create(url.replace("canary", "base")));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return okJson("[]");
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of("<html>canary</html>", "{\"message\":\"canary\"}");
    }

    @Test
    void triggersThePipelineWithTheDecision() {
        readToken = Optional.empty();
        reopen();
        answers(aResponse().withStatus(201).withBody("{\"id\": 257, \"status\": \"created\"}"));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isEqualTo(new Delivered("pipeline 257 started"));

        assertThat(asked()).hasSize(1);
        assertThat(received().getUrl()).isEqualTo(PROJECT + "/trigger/pipeline");
        assertThat(new JsonObject(received().getBodyAsString()))
                .isEqualTo(new JsonObject()
                        .put("token", "canary-trigger")
                        .put("ref", "main")
                        .put(
                                "variables",
                                new JsonObject()
                                        .put("ENVIRONMENT", "production")
                                        .put("PROBATION_ID", "rollback-bookreader-1")
                                        .put("PROBATION_SERVICE", "bookreader")
                                        .put("PROBATION_VERSION", "1.4.2")
                                        .put("PROBATION_DEPLOYMENT", "bookreader-1")
                                        .put("PROBATION_CHECK", "error-rate")
                                        .put("PROBATION_DECIDED_AT", "2026-01-31T12:00:00Z")
                                        .put("PROBATION_REASON", "error rate 7 %, expected < 5 %")));
    }

    @Test
    void looksFirstWhereItMayRead() {
        answers(get(urlPathEqualTo(PROJECT + "/pipelines")).willReturn(okJson("[{\"id\": 1, \"name\": null}]")));
        answers(post(urlPathEqualTo(PROJECT + "/trigger/pipeline"))
                .willReturn(aResponse().withStatus(201).withBody("{\"id\": 2}")));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isEqualTo(new Delivered("pipeline 2 started"));

        assertThat(asked().get(0).getUrl())
                .isEqualTo(PROJECT + "/pipelines?source=trigger&ref=main&created_after=2026-01-31T11%3A58%3A00Z"
                        + "&per_page=100");
        assertThat(asked().get(0).getHeader("PRIVATE-TOKEN")).isEqualTo("canary-read");
        assertThat(received().getHeader("PRIVATE-TOKEN")).isNull();
    }

    @Test
    void aPipelineWhoseNameHasTheDecisionIsNotStartedAgain() {
        answers(okJson("[{\"id\": 9, \"name\": \"Roll back rollback-bookreader-1\"}]"));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isEqualTo(new Delivered("pipeline 9 was already started"));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aPageOfAProxyIsNoAnswer() {
        answers(aResponse().withStatus(200).withBody("<html>sign in</html>"));

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isInstanceOf(TryAgain.class);
        assertThat(asked()).hasSize(1);
    }
}
