package dev.probation.agent.web;

import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.agent.web.api.RecordingSource;
import dev.probation.agent.web.api.ReportSource;
import dev.probation.agent.web.api.SilenceService;
import dev.probation.agent.web.webhook.EventSource;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * All that the web server shows and passes on.
 *
 * @param deadLetters the newest messages that were given up, at most so many
 * @param healthProblem why the agent itself cannot work (its store is not usable), or empty; shown without a token
 * @param readyProblem what is still missing before it works (configuration, resumed state), or empty; shown without a
 *     token
 */
public record WebSources(
        Deployments deployments,
        List<ServiceConfig> services,
        List<WindowSpec> windows,
        ReportSource reports,
        RecordingSource recordings,
        Metrics metrics,
        SilenceService silences,
        EventSource events,
        IntFunction<Future<List<DeadLetter>>> deadLetters,
        Supplier<Future<Optional<String>>> healthProblem,
        Supplier<Future<Optional<String>>> readyProblem) {

    public WebSources {
        services = List.copyOf(services);
        windows = List.copyOf(windows);
    }
}
