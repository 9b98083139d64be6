package dev.probation.agent.receiver.rollback.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesReceiverTest extends ReceiverContract {

    private static final String NAMESPACE = "/base/apis/apps/v1/namespaces/books";
    private static final String DEPLOYMENT = NAMESPACE + "/deployments/shop";
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";

    @TempDir
    static Path folder;

    private String versionBy = "image";

    @BeforeEach
    void writeToken() throws IOException {
        Path unused = Files.writeString(folder.resolve("token"), "canary-1\n");
    }

    @Override
    protected Notice largest() {
        return NoticeFixture.hostile("1.4.2");
    }

    @Override
    protected ReceiverKind kind() {
        return new KubernetesKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is no secret
        return new KubernetesSettings(new Workload(
                "books",
                "shop",
                new VersionBy(versionBy),
                URI.create(url.replace("canary", "base")),
                Optional.of(folder.resolve("token")),
                Optional.empty()));
    }

    /** Whatever is asked for is in it. */
    @Override
    protected ResponseDefinitionBuilder success() {
        return okJson(bad().mergeIn(kept()).encode());
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of("<html>canary</html>", "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"canary\"}");
    }

    private static JsonObject bad() {
        return Cluster.workload(REVISION, 5, "registry.example.com:5000/shop:1.4.2");
    }

    private static JsonObject revision(int number, String image) {
        return Cluster.revision(REVISION, number, HASH, image);
    }

    private static JsonObject kept() {
        JsonObject stranger = revision(4, "stranger:1");
        stranger.getJsonObject("metadata")
                .put(
                        "ownerReferences",
                        new JsonArray().add(new JsonObject().put("uid", "other").put("controller", true)));
        return Cluster.list(revision(2, "shop:1.4.0"), revision(5, "shop:1.4.2"), revision(3, "shop:1.4.1"), stranger);
    }

    private void cluster(JsonObject deployment, JsonObject replicaSets, int patched) {
        answers(get(urlPathEqualTo(DEPLOYMENT)).willReturn(okJson(deployment.encode())));
        answers(get(urlPathEqualTo(NAMESPACE + "/replicasets")).willReturn(okJson(replicaSets.encode())));
        answers(patch(urlPathEqualTo(DEPLOYMENT))
                .willReturn(aResponse().withStatus(patched).withBody("{}")));
    }

    private Delivery rollBack() {
        return send(NoticeFixture.rollback("1.4.2"));
    }

    @Test
    void putsBackTheTemplateOfTheRevisionBefore() {
        cluster(bad(), kept(), 200);

        assertThat(rollBack())
                .isEqualTo(new Delivered("deployment shop rolled back from its revision 5 to what it was in 3"));

        assertThat(asked())
                .extracting(LoggedRequest::getUrl)
                .containsExactly(
                        DEPLOYMENT,
                        NAMESPACE + "/replicasets?labelSelector=app%3Dshop%2Ctier%3Dweb",
                        DEPLOYMENT + "?fieldManager=probation");
        assertThat(received().getHeader("Content-Type")).isEqualTo("application/json-patch+json");
        assertThat(new JsonArray(received().getBodyAsString()))
                .isEqualTo(new JsonArray()
                        .add(operation("replace", "/metadata/resourceVersion", "4711"))
                        .add(operation("replace", "/spec/template", Cluster.template("shop:1.4.1")))
                        .add(operation(
                                "add",
                                "/metadata/annotations",
                                new JsonObject()
                                        .put(REVISION, "5")
                                        .put("team", "books")
                                        .put("kubernetes.io/change-cause", "ship 3")
                                        .put("probation.dev/rollback-id", "rollback-bookreader-1"))));
    }

    private static JsonObject operation(String operation, String path, Object value) {
        return new JsonObject().put("op", operation).put("path", path).put("value", value);
    }

    @Test
    void readsItsTokenAtEachCall() throws IOException {
        cluster(bad(), kept(), 200);

        assertThat(rollBack()).isInstanceOf(Delivered.class);
        Path unused = Files.writeString(folder.resolve("token"), "canary-2\n");
        assertThat(rollBack()).isInstanceOf(Delivered.class);

        assertThat(asked())
                .extracting(request -> request.getHeader("Authorization"))
                .containsExactly(
                        "Bearer canary-1",
                        "Bearer canary-1",
                        "Bearer canary-1",
                        "Bearer canary-2",
                        "Bearer canary-2",
                        "Bearer canary-2");
    }

    @Test
    void aTokenOfTwoLinesIsNeitherSentNorShown() throws IOException {
        Path unused = Files.writeString(folder.resolve("token"), "canary-1\ncanary-2\n");

        Delivery delivery = rollBack();

        assertThat(((TryAgain) delivery).detail()).contains("the file " + folder.resolve("token") + " holds no token");
        assertThat(delivery.toString()).doesNotContain("canary");
    }

    @Test
    void isTriedAgainWithoutItsToken() throws IOException {
        Files.delete(folder.resolve("token"));

        assertThat(((TryAgain) rollBack()).detail()).contains("does the file " + folder.resolve("token"));
        assertThat(asked()).isEmpty();
    }

    @Test
    void aRepeatChangesNothing() {
        JsonObject done = bad();
        done.getJsonObject("metadata")
                .getJsonObject("annotations")
                .put("probation.dev/rollback-id", "rollback-bookreader-1");
        cluster(done, kept(), 200);

        assertThat(rollBack()).isEqualTo(new Delivered("deployment shop was rolled back before"));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aRollbackOfAnotherDeploymentBeforeIsNoRepeat() {
        JsonObject done = bad();
        done.getJsonObject("metadata").getJsonObject("annotations").put("probation.dev/rollback-id", "rollback-older");
        cluster(done, kept(), 200);

        assertThat(((Delivered) rollBack()).detail()).contains("rolled back from its revision 5");
    }

    @Test
    void aChangeMeanwhileIsLookedAtAgain() {
        cluster(bad(), kept(), 409);

        assertThat(((TryAgain) rollBack()).detail()).contains("changed in the meantime");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            version-by                | version | rolls back
            image                     | 1.4.2   | true
            image                     | 1.4.3   | false
            image                     | 1.4     | false
            app.kubernetes.io/version | 1.4.2   | true
            app.kubernetes.io/version | 1.4.3   | false
            no-such-label             | 1.4.2   | false
            none                      | 1.4.3   | true
            """)
    void rollsBackNoOtherVersion(String by, String version, boolean rollsBack) {
        versionBy = by;
        reopen();
        cluster(bad(), kept(), 200);

        Delivery delivery = send(NoticeFixture.rollback(version));

        if (rollsBack) {
            assertThat(delivery).isInstanceOf(Delivered.class);
        } else {
            assertThat(((Refused) delivery).detail()).contains("expected version " + version);
            assertThat(asked()).hasSize(1);
        }
    }

    @Test
    void goesBackPastRevisionsOfTheSameVersion() {
        cluster(
                bad(),
                Cluster.list(revision(4, "shop:1.4.2"), revision(3, "shop:1.4.1"), revision(5, "shop:1.4.2")),
                200);

        assertThat(((Delivered) rollBack()).detail()).endsWith("to what it was in 3");
    }

    @Test
    void isRefusedWhereNothingEarlierIsKept() {
        cluster(bad(), Cluster.list(revision(5, "shop:1.4.2"), revision(6, "shop:1.5.0")), 200);

        assertThat(((Refused) rollBack()).detail()).contains("no earlier revision");
    }

    @Test
    void isRefusedWhereSomebodyPausedIt() {
        JsonObject paused = bad();
        paused.getJsonObject("spec").put("paused", true);
        cluster(paused, kept(), 200);

        assertThat(((Refused) rollBack()).detail()).contains("is paused");
        assertThat(asked()).hasSize(1);
    }

    @Test
    void waitsForTheController() {
        JsonObject changed = bad();
        changed.getJsonObject("metadata").put("generation", 10);
        cluster(changed, kept(), 200);

        assertThat(rollBack()).isInstanceOf(TryAgain.class);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void saysWhichRightsItLacks() {
        cluster(bad(), kept(), 403);

        assertThat(((Refused) rollBack()).detail())
                .contains("is not allowed to do this with /apis/apps/v1/namespaces/books/deployments/shop")
                .contains("deploy/kubernetes/rollback-role.yaml");
    }

    @Test
    void aPageOfAProxyIsNoAnswer() {
        answers(aResponse().withStatus(200).withBody("<html>sign in</html>"));

        assertThat(rollBack()).isInstanceOf(TryAgain.class);
    }
}
