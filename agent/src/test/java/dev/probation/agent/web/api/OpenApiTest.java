package dev.probation.agent.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.web.Pictures;
import dev.probation.agent.web.RunningServer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped description of the API says what the router does and what the answers hold. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private RunningServer running;
    private JsonObject specification = new JsonObject();

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open();
        specification = ApiSchema.parsed(running.get("/api/v1/openapi.yaml").body());
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    @Test
    void itHasTheRoutesAndMethodsOfTheRouter() {
        Set<String> routed = running.server.router().getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .flatMap(OpenApiTest::operations)
                .collect(Collectors.toCollection(TreeSet::new));
        JsonObject paths = specification.getJsonObject("paths");
        Set<String> described = paths.fieldNames().stream()
                .flatMap(path -> resolved(paths.getJsonObject(path)).fieldNames().stream()
                        .filter(METHODS::contains)
                        .map(method -> method + ' ' + path))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(routed);
    }

    private static Stream<String> operations(Route route) {
        String path = route.getPath().replaceAll(":(\\w+)", "{$1}");
        return route.methods().stream()
                .filter(method -> !method.equals(HttpMethod.HEAD))
                .map(method -> method.name().toLowerCase(java.util.Locale.ROOT) + ' ' + path);
    }

    private JsonObject resolved(JsonObject item) {
        String reference = item.getString("$ref");
        if (reference == null) {
            return item;
        }
        String path = reference.replaceFirst("#/paths/", "").replace("~1", "/");
        return specification.getJsonObject("paths").getJsonObject(path);
    }

    @ParameterizedTest(name = "{0} {1} is a {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    method | path                                | body                                  | schema
                    GET    | /api/v1/services                    | ''                                    | Services
                    GET    | /api/v1/dead-letters                | ''                                    | DeadLetters
                    POST   | /api/v1/silences                    | {"matchers":["check=p95"],"for":"2h","reason":"test","by":"ada"} | Silence
                    GET    | /api/v1/silences                    | ''                                    | SilenceList
                    GET    | /api/v1/deployments                 | ''                                    | DeploymentList
                    GET    | /api/v1/deployments/shop-1          | ''                                    | Deployment
                    GET    | /api/v1/deployments/shop-1/verdict  | ''                                    | FlatVerdict
                    POST   | /api/v1/deployments                 | {"service":"shop","version":"1.0"}    | Deployment
                    POST   | /api/v1/deployments/shop-1/cancel   | {"by":"ann","reason":"no"}            | Deployment
                    GET    | /nowhere                            | ''                                    | Error
                    POST   | /api/v1/deployments                 | {}                                    | Error
                    """)
    void theAnswersHaveTheFieldsDescribed(String method, String path, String body, String schema) throws Exception {
        running.deployments.view = Pictures.rolledBack("shop");
        HttpResponse<String> full = running.send(method, path, body, "Content-Type", "application/json");
        running.deployments.view = Pictures.watching("shop", "1.0");
        running.deadLetters = List.of(Pictures.deadLetter());
        HttpResponse<String> bare = running.send(method, path, body, "Content-Type", "application/json");

        assertThat(violations(schema, full.body())).isEmpty();
        assertThat(violations(schema, bare.body())).isEmpty();
        assertThat(violations(schema, full.body().replaceFirst("\\{", "{\"more\":1,")))
                .isNotEmpty();
    }

    @Test
    void whatADeadLetterSaidIsItsHeadline() throws Exception {
        running.deadLetters = List.of(Pictures.deadLetter());

        assertThat(running.get("/api/v1/dead-letters").body()).contains("\"said\":\"shop 1.4.2: a check is failing\"");
    }

    @Test
    void itHasAllKindsOfWhatHappened() {
        List<String> described = specification
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("TimelineEntry")
                .getJsonArray("oneOf")
                .stream()
                .map(form -> ((JsonObject) form).getJsonObject("properties").getJsonObject("kind"))
                .flatMap(kind -> kind.getJsonArray("enum", new JsonArray(List.of(kind.getValue("const", "")))).stream())
                .map(Object::toString)
                .toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Stream.of(JournalEntry.Kind.values())
                        .map(DeploymentJson::label)
                        .toList());
    }

    private String violations(String schema, String answer) {
        return new ApiSchema(specification, schema).violations(answer);
    }
}
