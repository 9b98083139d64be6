package dev.probation.agent.web.api;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.rules.check.Check;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The configured services and their checklists as JSON: what is judged, not how it is reached. */
final class ServiceJson {

    private ServiceJson() {}

    static JsonObject of(List<ServiceConfig> services, List<WindowSpec> windows) {
        JsonArray array = new JsonArray();
        services.forEach(service -> array.add(service(service)));
        JsonArray all = new JsonArray();
        windows.forEach(window -> all.add(window(window)));
        return new JsonObject().put("services", array).put("windows", all);
    }

    private static JsonObject window(WindowSpec window) {
        return new JsonObject()
                .put("name", window.name())
                .put("fromSeconds", window.from().toMillis() / 1000.0)
                .put("untilSeconds", window.until().toMillis() / 1000.0);
    }

    private static JsonObject service(ServiceConfig service) {
        JsonArray checks = new JsonArray();
        service.checks().forEach(check -> checks.add(check(check)));
        JsonArray signOffs = new JsonArray();
        service.signOffs().forEach(signOff -> signOffs.add(signOff(signOff)));
        return new JsonObject()
                .put("name", service.name())
                .put("detectsVersion", service.version().isPresent())
                .put("checks", checks)
                .put("signOffs", signOffs);
    }

    private static JsonObject check(CheckConfig check) {
        Check rule = check.rule();
        return new JsonObject()
                .put("check", rule.id().value())
                .put("title", rule.title())
                .put("target", rule.target())
                .put("kind", check.target().kind())
                .put("everySeconds", rule.every().toMillis() / 1000.0)
                .put("expect", rule.expected().orElse(null))
                .put("warn", rule.warn().map(Expectation::toString).orElse(null))
                .put("onBreach", DeploymentJson.label(rule.onBreach()))
                .put("windows", sorted(rule.windows()));
    }

    private static JsonObject signOff(SignOffConfig signOff) {
        return new JsonObject()
                .put("name", signOff.name())
                .put("title", signOff.title())
                .put("windows", sorted(signOff.windows()));
    }

    private static JsonArray sorted(Collection<String> names) {
        return new JsonArray(List.copyOf(new TreeSet<>(names)));
    }
}
