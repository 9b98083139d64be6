package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.rules.check.Check;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The checklists that recordings are judged by: those of the configuration. */
public final class ReplayChecklists {

    private ReplayChecklists() {}

    /** The checklist of a service by its name, from configuration that is read once. */
    public static Function<String, Checklist> read(SetOptions set, CommandContext context) {
        Config config = set.loadWithoutSecrets(context);
        Set<Check> recounted = set.asks() ? recounted(config, set.asWritten(context)) : Set.of();
        recounted.forEach(check -> context.err()
                .println("probation: " + check.id()
                        + ": the recording counted what was beyond the configured limit, so with"
                        + " another limit the check is judged by its values, samples in a row"));
        return service -> config.service(service)
                .map(configured -> judgeable(Checklists.of(config, configured), recounted))
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, config.unknownService(service)));
    }

    /** Checks whose samples counted what is beyond the configured limit, which tells nothing of another one. */
    private static Set<Check> recounted(Config asked, Config written) {
        Set<Check> recounted = new LinkedHashSet<>();
        for (ServiceConfig service : asked.services()) {
            for (CheckConfig check : service.checks()) {
                Optional<Expectation> before = written.service(service.name()).stream()
                        .flatMap(same -> same.checks().stream())
                        .map(CheckConfig::rule)
                        .filter(rule -> rule.id().equals(check.rule().id()))
                        .findFirst()
                        .flatMap(Check::expect);
                if (countsBeyondItsLimit(check.rule()) && !check.rule().expect().equals(before)) {
                    boolean added = recounted.add(check.rule());
                    assert added;
                }
            }
        }
        return recounted;
    }

    /** A share of bad events is counted whatever its limit; a quantile's samples count what is beyond one. */
    private static boolean countsBeyondItsLimit(Check check) {
        return check.proportion().isPresent() && check.expect().orElseThrow().dimension() != Dimension.RATIO;
    }

    private static Checklist judgeable(Checklist checklist, Set<Check> recounted) {
        return checklist.with(checklist.checks().stream()
                .map(check -> recounted.contains(check) ? check.withoutProportion() : check)
                .toList());
    }
}
