package dev.probation.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Target;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionReaderTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    @ParameterizedTest(name = "HTTP {0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', emptyValue = "", textBlock = """
            200 | {"app":{"version":"1.4.2"}}       | 1.4.2
            200 | {"app":{"version":7}}             | 7
            200 | {"app":{"version":null}}          | app: no single text or number at $.app.version
            200 | {"app":{"version":["1"]}}         | app: no single text or number at $.app.version
            200 | {"app":{}}                        | app: no single text or number at $.app.version
            200 | <html>1.4.2</html>                | app: no single text or number at $.app.version
            503 | {"app":{"version":"1.4.2"}}       | 1.4.2
            404 | {"app":{"version":"1.4.2"}}       | 1.4.2
            503 | {"status":"down"}                 | app: HTTP 503
            502 | <html>Bad Gateway</html>          | app: HTTP 502
            """)
    void readsTheVersionOrSaysWhyNot(int status, String body, String expected) {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(
                        request -> request.response().setStatusCode(status).end(body));
        Await.done(server.listen());
        HttpTarget settings = new HttpTarget(URI.create("http://127.0.0.1:" + server.actualPort()), Access.PLAIN);
        VersionSource source = new VersionSource(
                new Target("app", "http", settings),
                "/health",
                "$.app.version",
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofMinutes(2));
        VersionReader reader =
                VersionReader.of(source, new ProbeContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));

        assertThat(Await.result(reader.read().otherwise(cause -> String.valueOf(cause.getMessage()))))
                .isEqualTo(expected);

        Await.done(reader.close());
    }
}
