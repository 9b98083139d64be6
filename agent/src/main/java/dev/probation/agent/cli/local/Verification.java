package dev.probation.agent.cli.local;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a verification judges by: the checks of one service in a single window, without sign-offs and receivers.
 *
 * @param leftOut checks that the configuration asks later than the window lasts
 */
record Verification(Config config, ServiceConfig service, List<String> leftOut) {

    static final String WINDOW = "verify";

    /** In so many intervals there are three samples, of which a verdict consists, wherever they fall. */
    private static final int LEAST_INTERVALS = 4;

    Verification {
        leftOut = List.copyOf(leftOut);
    }

    /** @throws CommandFailure where nothing could come of it */
    static Verification of(Config whole, String name, Duration length, Duration settle) {
        if (settle.compareTo(length) >= 0) {
            throw refusal("--settle must be shorter than --for, but was " + Durations.writeExactly(settle) + " of "
                    + Durations.writeExactly(length));
        }
        ServiceConfig service = whole.service(name).orElseThrow(() -> refusal(whole.unknownService(name)));
        Set<String> begun = whole.windows().stream()
                .filter(window -> window.from().compareTo(length) < 0)
                .map(WindowSpec::name)
                .collect(Collectors.toSet());
        List<CheckConfig> asked = service.checks().stream()
                .filter(check -> begun.stream().anyMatch(check.rule()::isIn))
                .toList();
        List<String> leftOut = service.checks().stream()
                .filter(check -> !asked.contains(check))
                .map(check -> check.rule().id().value())
                .toList();
        requireSamples(asked, name, length, settle);
        ServiceConfig verified = new ServiceConfig(
                name, Optional.empty(), asked.stream().map(Verification::always).toList(), List.of());
        WindowSpec window = new WindowSpec(WINDOW, Duration.ZERO, length, Optional.empty(), 0, settle);
        return new Verification(only(whole, verified, window), verified, leftOut);
    }

    /** Fewer samples than these prove nothing, so there is no point in waiting for them. */
    private static void requireSamples(List<CheckConfig> asked, String name, Duration length, Duration settle) {
        if (asked.isEmpty()) {
            throw refusal("no check of " + name + " runs in the first " + Durations.writeExactly(length)
                    + " after a deployment; give a longer --for");
        }
        // the one that runs most rarely needs the longest time
        CheckConfig check =
                Collections.max(asked, Comparator.comparing(each -> each.rule().every()));
        Duration every = check.rule().every();
        if (length.minus(settle).dividedBy(every) < LEAST_INTERVALS) {
            throw refusal("check " + check.rule().id() + " runs every " + Durations.writeExactly(every)
                    + ", so it may have fewer than 3 samples in " + Durations.writeExactly(length.minus(settle))
                    + "; give --for " + Durations.writeExactly(settle.plus(every.multipliedBy(LEAST_INTERVALS)))
                    + " or more");
        }
    }

    private static CheckConfig always(CheckConfig check) {
        return new CheckConfig(check.rule().inEveryWindow(), check.target(), check.timeout(), check.probe());
    }

    private static Config only(Config whole, ServiceConfig service, WindowSpec window) {
        RollbackConfig rollback = whole.rollback();
        Mode mode = rollback.mode() == Mode.OFF ? Mode.OFF : Mode.ADVISE;
        return new Config(
                whole.agent(),
                whole.targets(),
                List.of(service),
                List.of(window),
                new RollbackConfig(mode, List.of(), rollback.deadline()),
                List.of(),
                whole.fingerprint(),
                whole.announcements(),
                EventsConfig.NONE,
                whole.warnings());
    }

    private static CommandFailure refusal(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** A baseline but for the checks that are left out. */
    List<Sample> asked(List<Sample> baseline) {
        return baseline.stream()
                .filter(sample -> !leftOut.contains(sample.check().value()))
                .toList();
    }

    /** With a store of its own in {@code folder}. */
    AgentConfig agentIn(Path folder) {
        AgentConfig agent = config.agent();
        return new AgentConfig(
                "sqlite:" + folder.resolve("verify.db"),
                Optional.empty(),
                agent.externalUrl(),
                agent.host(),
                agent.port(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                agent.keepSamples(),
                agent.keepDeployments());
    }
}
