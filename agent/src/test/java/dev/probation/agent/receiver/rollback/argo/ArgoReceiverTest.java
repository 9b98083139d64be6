package dev.probation.agent.receiver.rollback.argo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.rollback.kubernetes.Cluster;
import dev.probation.agent.receiver.rollback.kubernetes.VersionBy;
import dev.probation.agent.receiver.rollback.kubernetes.Workload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgoReceiverTest extends ReceiverContract {

    private static final String ROLLOUT = "/base/apis/argoproj.io/v1alpha1/namespaces/books/rollouts/shop";
    private static final String REPLICA_SETS = "/base/apis/apps/v1/namespaces/books/replicasets";
    private static final String REVISION = "rollout.argoproj.io/revision";
    private static final String HASH = "rollouts-pod-template-hash";

    @Override
    protected Notice largest() {
        return NoticeFixture.hostile("1.4.2");
    }

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeToken() throws IOException {
        Path unused = Files.writeString(folder.resolve("token"), "canary");
    }

    @Override
    protected ReceiverKind kind() {
        return new ArgoKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is no secret; without TLS it is one of kubectl proxy, which takes no token
        Optional<Path> token = Optional.of(folder.resolve("token")).filter(file -> url.startsWith("https"));
        return new ArgoSettings(new Workload(
                "books",
                "shop",
                new VersionBy("image"),
                URI.create(url.replace("canary", "base")),
                token,
                Optional.empty()));
    }

    /** Whatever is asked for is in it. */
    @Override
    protected ResponseDefinitionBuilder success() {
        return okJson(rollout("hash-5").mergeIn(kept()).encode());
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of("<html>canary</html>", "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"canary\"}");
    }

    private static JsonObject rollout(String stable) {
        JsonObject rollout = Cluster.workload(REVISION, 5, "shop:1.4.2");
        rollout.put(
                "status",
                new JsonObject()
                        .put("observedGeneration", "9")
                        .put("currentPodHash", "hash-5")
                        .put("stableRS", stable));
        return rollout;
    }

    private static JsonObject kept() {
        return Cluster.list(
                Cluster.revision(REVISION, 4, HASH, "shop:1.4.1"),
                Cluster.revision(REVISION, 5, HASH, "shop:1.4.2"),
                Cluster.revision(REVISION, 3, HASH, "shop:1.4.0"));
    }

    private void cluster(JsonObject rollout) {
        answers(get(urlPathEqualTo(ROLLOUT)).willReturn(okJson(rollout.encode())));
        answers(get(urlPathEqualTo(REPLICA_SETS)).willReturn(okJson(kept().encode())));
        answers(patch(urlPathEqualTo(ROLLOUT)).willReturn(okJson("{}")));
        answers(patch(urlPathEqualTo(ROLLOUT + "/status")).willReturn(okJson("{}")));
    }

    private Delivery rollBack() {
        return send(NoticeFixture.rollback("1.4.2"));
    }

    @Test
    void abortsWhatIsUnderWay() {
        cluster(rollout("hash-4"));

        assertThat(rollBack()).isEqualTo(new Delivered("rollout shop aborted"));

        assertThat(received().getUrl()).isEqualTo(ROLLOUT + "/status?fieldManager=probation");
        assertThat(received().getHeader("Content-Type")).isEqualTo("application/merge-patch+json");
        assertThat(received().getHeader("Authorization")).isNull();
        assertThat(new JsonObject(received().getBodyAsString()))
                .isEqualTo(new JsonObject()
                        .put("metadata", new JsonObject().put("resourceVersion", "4711"))
                        .put("status", new JsonObject().put("abort", true)));
    }

    @Test
    void abortsWhereTheStatusIsNoResourceOfItsOwn() {
        cluster(rollout("hash-4"));
        answers(patch(urlPathEqualTo(ROLLOUT + "/status"))
                .willReturn(aResponse().withStatus(404)));

        assertThat(rollBack()).isEqualTo(new Delivered("rollout shop aborted"));
        assertThat(asked().get(asked().size() - 1).getUrl()).isEqualTo(ROLLOUT + "?fieldManager=probation");
    }

    @Test
    void anAbortIsNotRepeated() {
        JsonObject aborted = rollout("hash-4");
        aborted.getJsonObject("status").put("abort", true);
        cluster(aborted);

        assertThat(rollBack()).isEqualTo(new Delivered("rollout shop was already aborted"));
        assertThat(asked()).hasSize(2);
    }

    @Test
    void undoesWhatHasCompleted() {
        cluster(rollout("hash-5"));

        assertThat(rollBack())
                .isEqualTo(new Delivered("rollout shop put back from its revision 5 to what it was in 4"));

        assertThat(received().getUrl()).isEqualTo(ROLLOUT + "?fieldManager=probation");
        assertThat(received().getHeader("Content-Type")).isEqualTo("application/json-patch+json");
        JsonArray change = new JsonArray(received().getBodyAsString());
        assertThat(change.getJsonObject(0).getString("value")).isEqualTo("4711");
        assertThat(change.getJsonObject(1).getJsonObject("value")).isEqualTo(Cluster.template("shop:1.4.1"));
        assertThat(change.getJsonObject(2).getJsonObject("value").getString("probation.dev/rollback-id"))
                .isEqualTo("rollback-bookreader-1");
    }

    @Test
    void anUndoIsNotRepeated() {
        JsonObject undone = rollout("hash-5");
        undone.getJsonObject("metadata")
                .getJsonObject("annotations")
                .put("probation.dev/rollback-id", "rollback-bookreader-1");
        cluster(undone);

        assertThat(rollBack()).isEqualTo(new Delivered("rollout shop was undone before"));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void stopsNoOtherVersion() {
        cluster(rollout("hash-4"));

        assertThat(((Refused) send(NoticeFixture.rollback("1.4.1"))).detail()).contains("expected version 1.4.1");
        assertThat(asked()).hasSize(2);
    }

    @Test
    void changesNoTemplateThatStandsElsewhere() {
        JsonObject rollout = rollout("hash-5");
        rollout.getJsonObject("spec")
                .put("workloadRef", new JsonObject().put("kind", "Deployment").put("name", "shop-pods"));
        cluster(rollout);

        assertThat(((Refused) rollBack()).detail()).contains("shop-pods").contains("kubectl argo rollouts undo shop");
    }

    @Test
    void theFirstVersionHasNothingToGoBackTo() {
        cluster(rollout(""));

        assertThat(((Refused) rollBack()).detail()).contains("no earlier revision");
    }

    @Test
    void aChangeMeanwhileIsLookedAtAgain() {
        cluster(rollout("hash-4"));
        answers(patch(urlPathEqualTo(ROLLOUT + "/status"))
                .willReturn(aResponse().withStatus(409)));

        assertThat(rollBack()).isInstanceOf(TryAgain.class);
    }
}
