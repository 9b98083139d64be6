package dev.probation.bench.kill;

import java.nio.file.Path;
import java.util.Set;

/** What the agents of a round are configured with. */
final class KillConfiguration {
    static final Set<String> CHECKS = Set.of("a", "b", "c");

    private KillConfiguration() {}

    /**
     * The text.
     *
     * @param folder with the rollback command and the webhook's secret
     * @param store its address
     */
    static String text(Path folder, int port, String store, FakeServices services) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("agent: { store: \"" + store + "\", listen: \"127.0.0.1:" + port + "\" }\n");
        yaml.append("targets: { app: { http: \"" + services.address() + "\" } }\n");
        yaml.append("windows: { immediate: { until: 2h } }\n");
        yaml.append("rollback:\n  to:\n");
        yaml.append("    - { webhook: \"" + services.address() + "/hook\", secret-file: \"" + folder
                + "/hook\", name: hook }\n");
        yaml.append("    - { command: [ \"" + folder + "/rollback\" ], timeout: 20s, name: command }\n");
        yaml.append("notify:\n");
        yaml.append("  team: { webhook: { url: \"" + services.address()
                + "/team\" }, on: [ started, failing, recovered, rollback ] }\n");
        yaml.append("  pager: { pagerduty: { routing-key: key, url: \"" + services.address()
                + "/pager\", changes: false }, on: [ failing, recovered, rollback ] }\n");
        yaml.append("services:\n  shop:\n    checks:\n");
        for (String check : CHECKS) {
            yaml.append("      " + check + ": { http: app, path: /e/" + check
                    + ", status: 200, every: 250ms, timeout: 250ms, failures: " + FakeServices.FAILURES
                    + ", on-breach: rollback }\n");
        }
        return yaml.toString();
    }
}
