package dev.probation.bench.decision;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.file.ConfigLoader;
import dev.probation.agent.deployments.Checklists;
import dev.probation.rules.deployment.Checklist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the judges judge by, read from a configuration as the agent reads it: the shipped checks are those of the pack.
 *
 * @param plain values against limits, as one would write them for any query
 * @param plainWithSharperLimit the same with the sharper limit of the shipped error rate
 * @param shipped the error rate and the p95 of the pack
 * @param shippedWithoutSharperLimit the same, with one that no clump of errors is beyond for long enough
 */
record DecisionChecklists(
        Checklist plain, Checklist plainWithSharperLimit, Checklist shipped, Checklist shippedWithoutSharperLimit) {

    private static final String TARGETS = """
            targets:
              metrics: { prometheus: "http://127.0.0.1:9" }
              app: { http: "http://127.0.0.1:9" }
              db: { postgres: "postgresql://probation@127.0.0.1:9/shop" }
            rollback: { mode: advise }
            """;
    private static final String SHIPPED = """
            include: [ pack:post-deployment ]
            services: { bookreader: { checks: { db-connections: off, redis-memory: off%s } } }
            """;
    private static final String PLAIN = """
            services:
              bookreader:
                checks:
                  p95-latency: { prometheus: metrics, query: p95, unit: s, every: 15s, expect: "< 500ms", for: 3m,
                    on-breach: rollback }
                  error-rate: { prometheus: metrics, query: errors, unit: "%%", every: 15s, expect: "< 0.1%%", for: 3m,
                    %s on-breach: rollback }
            """;

    static DecisionChecklists read() throws IOException {
        return new DecisionChecklists(
                checklist(String.format(Locale.ROOT, PLAIN, "")),
                checklist(String.format(Locale.ROOT, PLAIN, "rollback-when: \"> 5% for 30s\",")),
                checklist(String.format(Locale.ROOT, SHIPPED, "")),
                checklist(String.format(Locale.ROOT, SHIPPED, ", error-rate: { rollback-when: \"> 99% for 10m\" }")));
    }

    /** Of one check, as it is written in a configuration. */
    static Checklist of(String check) throws IOException {
        return checklist("services: { bookreader: { checks: { it: " + check + " } } }");
    }

    private static Checklist checklist(String services) throws IOException {
        Path file = Files.createTempFile("decisions", ".yaml");
        try {
            Files.writeString(file, TARGETS + services);
            Config config = ConfigLoader.loadWithoutSecrets(InstalledKinds.load(), List.of(file), List.of(), Map.of());
            return Checklists.of(config, config.service("bookreader").orElseThrow());
        } finally {
            Files.delete(file);
        }
    }
}
