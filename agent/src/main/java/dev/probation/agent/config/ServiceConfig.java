package dev.probation.agent.config;

import dev.probation.rules.check.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is deployed, with its checklist in the user's own order.
 *
 * @param unmeasuredAfter for how long a check that may decide a rollback can measure nothing before people are notified; empty
 *     where they never are
 * @param rto within what time it is to work again after a breach began, where the team has said so
 */
public record ServiceConfig(
        String name,
        Optional<VersionSource> version,
        List<CheckConfig> checks,
        List<SignOffConfig> signOffs,
        Optional<Duration> rto,
        Optional<Duration> unmeasuredAfter) {

    /** Where nothing else is configured. */
    public static final Duration UNMEASURED_AFTER = Duration.ofMinutes(5);

    public ServiceConfig {
        checks = List.copyOf(checks);
        signOffs = List.copyOf(signOffs);
    }

    /** People are notified of a check that measures nothing after the usual time. */
    public ServiceConfig(
            String name,
            Optional<VersionSource> version,
            List<CheckConfig> checks,
            List<SignOffConfig> signOffs,
            Optional<Duration> rto) {
        this(name, version, checks, signOffs, rto, Optional.of(UNMEASURED_AFTER));
    }

    /** How a check of this name is judged. */
    public Optional<Check> rule(String check) {
        return checks.stream()
                .map(CheckConfig::rule)
                .filter(rule -> rule.id().value().equals(check))
                .findFirst();
    }

    /** Of which no time to recover is known. */
    public ServiceConfig(
            String name, Optional<VersionSource> version, List<CheckConfig> checks, List<SignOffConfig> signOffs) {
        this(name, version, checks, signOffs, Optional.empty());
    }
}
