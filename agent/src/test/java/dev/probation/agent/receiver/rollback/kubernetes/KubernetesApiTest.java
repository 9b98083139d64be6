package dev.probation.agent.receiver.rollback.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, as in a cluster. */
class KubernetesApiTest {

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private TestCertificate certificate;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.in(folder);
        server = await(vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.key()))
                .requestHandler(request -> {
                    Future<Void> unused =
                            request.response().end("{\"token\": \"" + request.getHeader("Authorization") + "\"}");
                })
                .listen(0));
    }

    @AfterEach
    void stop() throws Exception {
        await(server.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Delivery ask(Optional<Path> caFile) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "abc\n");
        Workload workload = new Workload(
                "books",
                "shop",
                new VersionBy("none"),
                URI.create("https://localhost:" + server.actualPort()),
                Optional.of(token),
                caFile);
        KubernetesApi api = new KubernetesApi(
                workload, new ReceiverContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));
        try {
            return await(api.get(
                    "/version",
                    tree -> Future.succeededFuture(
                            new Delivered(tree.at("token").text().orElse("")))));
        } finally {
            await(api.close());
        }
    }

    @Test
    void trustsTheAuthorityOfTheFile() throws Exception {
        assertThat(ask(Optional.of(certificate.pem()))).isEqualTo(new Delivered("Bearer abc"));
    }

    @Test
    void triesAgainWhereItsAuthorityCannotBeRead() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThat(ask(Optional.of(empty)))
                .isEqualTo(new TryAgain(DeliveryFailure.OTHER, "the ca-file " + empty + " is empty", Optional.empty()));
    }

    @Test
    void saysBeforeACallThatItsTokenIsMissing() throws IOException {
        Path account = Files.createDirectory(folder.resolve("account"));
        Workload inCluster = workload("https://kubernetes.default.svc", Optional.empty());

        assertThat(KubernetesApi.missing(inCluster, account))
                .containsExactly("there is no token to call the API with, because the file " + account
                        + "/token cannot be read; run the agent in a pod with a service account, or name another file"
                        + " with token-file");
        assertThat(KubernetesApi.missing(workload("http://127.0.0.1:8001", Optional.empty()), account))
                .isEmpty();
        Path other = Files.writeString(folder.resolve("other"), "abc");
        assertThat(KubernetesApi.missing(workload("https://kubernetes.default.svc", Optional.of(other)), account))
                .isEmpty();

        Files.writeString(account.resolve("token"), "abc");
        assertThat(KubernetesApi.missing(inCluster, account)).isEmpty();
    }

    private static Workload workload(String api, Optional<Path> token) {
        return new Workload("books", "shop", new VersionBy("none"), URI.create(api), token, Optional.empty());
    }

    @Test
    void givesItsTokenToNobodyElse() throws Exception {
        assertThat(((TryAgain) ask(Optional.empty())).detail()).isEqualTo("no trusted TLS connection");
    }
}
