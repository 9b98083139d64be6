package dev.probation.agent.cli.replay;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.past.HistoryReader;
import dev.probation.agent.probe.TargetClients;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What these limits would have done to one past deployment, by the code that judges live.
 *
 * @param end when it was superseded, its last window ended, or the present
 */
public record Backtest(Config config, ServiceConfig service, PastRelease release, Replay.End end) {

    /**
     * @param next the one that superseded it, or nothing
     */
    public static Backtest of(
            Config config, ServiceConfig service, PastRelease release, List<PastRelease> next, Instant now) {
        List<WindowSpec> windows = config.windows();
        Instant last = release.deployedAt().plus(windows.get(windows.size() - 1).until());
        Instant end = last.isBefore(now) ? last : now;
        boolean superseded = !next.isEmpty() && next.get(0).deployedAt().isBefore(end);
        return new Backtest(
                config,
                service,
                release,
                superseded ? new Replay.End(next.get(0).deployedAt(), true) : new Replay.End(end, false));
    }

    /** The same in which no check is asked more often than this. */
    static Config coarser(Config config, Duration least) {
        List<WindowSpec> windows = config.windows().stream()
                .map(window -> new WindowSpec(
                        window.name(),
                        window.from(),
                        window.until(),
                        Optional.of(window.intervalOf(least)),
                        window.budget(),
                        window.settle()))
                .toList();
        return new Config(
                config.agent(),
                config.targets(),
                config.services(),
                windows,
                config.rollback(),
                config.receivers(),
                config.fingerprint(),
                config.announcements(),
                config.events(),
                config.warnings());
    }

    private RecordedDeployment recorded() {
        return new RecordedDeployment(
                service.name(), release.version(), release.deployedAt(), release.deployedAt(), false, null);
    }

    String name() {
        return service.name() + ' ' + release.version();
    }

    /** The moments at which each check that can be is read. */
    public Map<CheckConfig, List<Instant>> moments(TargetClients clients) {
        Map<CheckConfig, List<Instant>> moments = new LinkedHashMap<>();
        for (CheckConfig check : service.checks()) {
            if (HistoryReader.isReadable(clients, check)) {
                moments.put(check, HistoryReader.moments(check, release.deployedAt(), config.windows(), end.at()));
            }
        }
        return moments;
    }

    /** Reads the moments. */
    public Future<List<Sample>> read(TargetClients clients, Map<CheckConfig, List<Instant>> moments, IntConsumer done) {
        RecordedDeployment recorded = recorded();
        HistoryReader history = new HistoryReader(
                clients,
                new Deployment(
                        "backtest",
                        recorded.service(),
                        recorded.version(),
                        recorded.deployedAt(),
                        recorded.announcedAt(),
                        recorded.rollback()));
        moments.forEach(history::plan);
        return history.read(done);
    }

    public Replay.Result judge(List<Sample> samples) {
        Checklist checklist = Checklists.of(config, service);
        return Replay.until(end, name(), samples.iterator(), recorded(), checklist);
    }
}
