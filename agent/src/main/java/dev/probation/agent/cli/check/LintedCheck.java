package dev.probation.agent.cli.check;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.ProbeKinds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** What was found in one check's question. */
record LintedCheck(String service, CheckConfig check, List<LintFinding> findings) {

    LintedCheck {
        findings = List.copyOf(findings);
    }

    /** What the questions' text gives away, without asking anybody. */
    static List<LintedCheck> text(Config config, ProbeKinds kinds) {
        return config.services().stream()
                .flatMap(service -> service.checks().stream()
                        .map(check -> new LintedCheck(
                                service.name(), check, kinds.of(check.target()).lint(check))))
                .toList();
    }

    /** Something is to be changed; one sentence each, with where it is. */
    Stream<String> warnings() {
        return findings.stream().filter(LintFinding::isWarning).map(this::sentence);
    }

    /** What could not be looked at. */
    Stream<String> notes() {
        return findings.stream().filter(finding -> !finding.isWarning()).map(this::sentence);
    }

    private String sentence(LintFinding finding) {
        return "services." + service + ".checks." + check.rule().id() + ": " + finding.lint() + ": "
                + finding.sentence();
    }

    static JsonArray json(List<LintedCheck> linted) {
        JsonArray json = new JsonArray();
        for (LintedCheck one : linted) {
            one.findings.forEach(finding -> json.add(one.json(finding)));
        }
        return json;
    }

    private JsonObject json(LintFinding finding) {
        return new JsonObject()
                .put("service", service)
                .put("check", check.rule().id().value())
                .put("lint", finding.lint())
                .put("warning", finding.isWarning())
                .put("sentence", finding.sentence());
    }
}
