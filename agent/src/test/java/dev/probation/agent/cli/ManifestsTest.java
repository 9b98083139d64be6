package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests for clusters say what the agent does there, and give it no more rights than that. */
class ManifestsTest {

    @Test
    void theRoleHasTheRightsThatARollbackTakesAndNoOthers() throws IOException {
        List<JsonObject> manifests = manifests("rollback-role.yaml");

        assertThat(manifests).extracting(each -> each.getString("kind")).containsExactly("Role", "RoleBinding");
        assertThat(manifests.get(0).getJsonArray("rules"))
                .isEqualTo(new JsonArray()
                        .add(rule("apps", Set.of("deployments"), "get", "patch")
                                .put("resourceNames", new JsonArray().add("shop")))
                        .add(rule("apps", Set.of("replicasets"), "list"))
                        .add(new JsonObject()
                                .put("apiGroups", new JsonArray().add("argoproj.io"))
                                .put(
                                        "resources",
                                        new JsonArray().add("rollouts").add("rollouts/status"))
                                .put("resourceNames", new JsonArray().add("shop"))
                                .put("verbs", new JsonArray().add("get").add("patch"))));
        assertThat(manifests.get(1).getJsonObject("roleRef").getString("name"))
                .isEqualTo(manifests.get(0).getJsonObject("metadata").getString("name"));
        assertThat(manifests)
                .extracting(each -> each.getJsonObject("metadata").getString("namespace"))
                .containsOnly("shop");
    }

    private static JsonObject rule(String group, Set<String> resources, String... verbs) {
        return new JsonObject()
                .put("apiGroups", new JsonArray().add(group))
                .put("resources", new JsonArray(List.copyOf(resources)))
                .put("verbs", new JsonArray(List.of(verbs)));
    }

    @Test
    void theCanaryAsksAtTheGates() throws IOException {
        JsonArray webhooks = manifests("flagger-canary.yaml")
                .get(0)
                .getJsonObject("spec")
                .getJsonObject("analysis")
                .getJsonArray("webhooks");

        assertThat(webhooks.stream().map(JsonObject.class::cast).map(hook -> hook.getString("type")))
                .containsExactly("confirm-promotion", "rollback");
        assertThat(webhooks.stream().map(JsonObject.class::cast)).allSatisfy(hook -> {
            assertThat(hook.getString("url")).endsWith("/api/v1/webhooks/flagger/shop/" + hook.getString("type"));
            assertThat(hook.getJsonObject("metadata").getString("version")).isNotBlank();
        });
    }

    @Test
    void theServiceLeavesTheAgentTimeToStopAndTakesItsEndAsOne() throws IOException {
        Map<String, String> unit = Files.readString(root().resolve("deploy/examples/probation.service"))
                .lines()
                .filter(line -> line.matches("\\w+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));

        assertThat(unit)
                .hasEntrySatisfying(
                        "TimeoutStopSec",
                        seconds -> assertThat(Integer.parseInt(seconds.replace("s", "")))
                                .isGreaterThan((int) ServeCommand.SECONDS_TO_STOP + 2))
                .containsEntry(
                        "ExecStart", "/opt/probation/probation serve --config.file /etc/probation/probation.yaml")
                .containsEntry("SuccessExitStatus", "143")
                .containsEntry("RestartPreventExitStatus", String.valueOf(ExitCode.USAGE))
                .containsEntry("NoNewPrivileges", "yes")
                .containsEntry("ProtectSystem", "strict")
                .doesNotContainKey("MemoryDenyWriteExecute");
    }

    private static List<JsonObject> manifests(String name) throws IOException {
        List<JsonObject> manifests = new ArrayList<>();
        String text = Files.readString(root().resolve("deploy/kubernetes").resolve(name));
        for (Object manifest : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            @SuppressWarnings("unchecked") // its keys are texts
            Map<String, Object> map = (Map<String, Object>) manifest;
            manifests.add(new JsonObject(new JsonObject(map).encode()));
        }
        return manifests;
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("deploy")) ? here : Objects.requireNonNull(here.getParent());
    }
}
