package dev.probation.agent.receiver.rollback.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
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
        KubernetesApi api = new KubernetesApi(workload, vertx, new VertxTime(vertx, vertx.getOrCreateContext()));
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
    void givesItsTokenToNobodyElse() throws Exception {
        assertThat(((TryAgain) ask(Optional.empty())).detail()).isEqualTo("no trusted TLS connection");
    }
}
