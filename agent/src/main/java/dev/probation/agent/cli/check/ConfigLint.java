package dev.probation.agent.cli.check;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.series.BaselineRule;
import java.util.ArrayList;
import java.util.List;

/** What is valid in a configuration, and yet probably wrong. */
final class ConfigLint {

    private final Config config;
    private final ProbeKinds kinds;
    private final List<String> findings = new ArrayList<>();

    private ConfigLint(Config config, ProbeKinds kinds) {
        this.config = config;
        this.kinds = kinds;
    }

    /** One sentence for each finding, with where it is. */
    static List<String> of(Config config, ProbeKinds kinds) {
        ConfigLint lint = new ConfigLint(config, kinds);
        config.targets().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(lint::target);
        for (ServiceConfig service : config.services()) {
            service.checks()
                    .forEach(check -> lint.check(
                            "services." + service.name() + ".checks."
                                    + check.rule().id() + ": ",
                            check));
        }
        lint.people();
        lint.findings.addAll(config.warnings());
        return List.copyOf(lint.findings);
    }

    private void target(Target target) {
        if (kinds.of(target).acceptsAnyCertificate(target)) {
            findings.add("targets." + target.name()
                    + ": accepts any certificate; name the authority to trust with ca-file instead");
        }
    }

    private void check(String where, CheckConfig check) {
        Check rule = check.rule();
        ProbeKind kind = kinds.of(check.target());
        if (rule.onBreach() == Check.OnBreach.ROLLBACK && config.rollback().mode() == RollbackConfig.Mode.OFF) {
            findings.add(where + "on-breach is rollback, but rollback.mode is off");
        }
        if (rule.series().filter(BaselineRule.class::isInstance).isPresent() && !kind.remembers()) {
            findings.add(where + check.target().kind() + " does not remember the value at this time of day before the"
                    + " deployment, so " + rule.expected().orElseThrow() + " can say nothing from an hour after it on;"
                    + " ask Prometheus, or leave out later windows with \"windows\"");
        }
        rule.expect()
                .filter(expect -> check.probe().isWorseWhenLarger()
                        && expect.isUpper().filter(upper -> !upper).isPresent())
                .ifPresent(expect -> findings.add(where + "expect is \"" + expect
                        + "\", by which small values are bad; did you mean \""
                        + expect.toString().replace('>', '<') + "\"?"));
        kind.hints(check).forEach(hint -> findings.add(where + hint));
    }

    private void people() {
        RollbackConfig rollback = config.rollback();
        if (config.receivers().isEmpty()) {
            findings.add("notify: nobody is notified; add a receiver");
        }
        if (rollback.mode() == RollbackConfig.Mode.SIGNAL && rollback.to().isEmpty()) {
            findings.add("rollback.to: rollback.mode is signal, but there is no receiver");
        }
    }
}
