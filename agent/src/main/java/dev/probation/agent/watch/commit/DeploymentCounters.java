package dev.probation.agent.watch.commit;

import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.metrics.DeploymentMetrics;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.rules.deployment.Event.Withheld;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Counts what happens to deployments, and keeps the numbers that show how each stands. */
public final class DeploymentCounters implements CommitListener {

    private final Metrics metrics;

    public DeploymentCounters(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void committed(Committed committed) {
        DeploymentMetrics numbers = metrics.of(committed.deployment());
        numbers.verdict(committed.verdict());
        committed.journal().forEach(entry -> count(committed, numbers, entry, entry.data()));
    }

    private static void count(Committed committed, DeploymentMetrics numbers, JournalEntry entry, JsonObject data) {
        switch (entry.kind()) {
            case STARTED -> numbers.started();
            case WINDOW_ENDED -> windowEnded(numbers, WindowJson.read(data.getJsonObject("window")));
            case BLINDED -> numbers.blinded();
            case SIGHTED -> numbers.sighted();
            case UNMEASURED -> numbers.unmeasured(new CheckId(data.getString("check")), true);
            case UNMEASURED_ENDED -> numbers.unmeasured(new CheckId(data.getString("check")), false);
            case GAP -> numbers.gap();
            case ROLLBACK_DECIDED ->
                numbers.rollbackDecided(seconds(Duration.between(data.getInstant("breachedAt"), entry.at())));
            case ROLLBACK_WITHHELD -> numbers.rollbackWithheld(cause(data.getString("cause")));
            case ROLLBACK_SIGNALLED -> signalled(numbers, times(committed), entry.at());
            case ROLLBACK_RECOVERED, ROLLBACK_NOT_RECOVERED -> settled(numbers, times(committed), entry.kind());
            case ENDED -> numbers.ended(committed.verdict());
            case TRANSITION,
                    PAST_READ,
                    CLOCK_JUMPED,
                    VERSION_READ,
                    VERSION_MISSED,
                    SIGNED_OFF,
                    ROLLBACK_ORDERED,
                    ROLLBACK_APPROVED,
                    ROLLBACK_NOT_APPROVED,
                    ROLLBACK_CLAIMED,
                    ROLLBACK_ESCALATED,
                    ROLLBACK_SIGNAL_DELAYED,
                    ROLLBACK_CONFIRMED,
                    DELIVERED,
                    UNDELIVERED,
                    SILENCED -> {
                // no number tells of these
            }
        }
    }

    private static Withheld.Cause cause(String label) {
        return Arrays.stream(Withheld.Cause.values())
                .filter(cause -> cause.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static RollbackTimes times(Committed committed) {
        return committed.rollback().map(Rollback::times).orElseThrow();
    }

    private static void windowEnded(DeploymentMetrics numbers, WindowVerdict window) {
        numbers.windowEnded(window.name(), window.to(), window.verdict());
    }

    private static void signalled(DeploymentMetrics numbers, RollbackTimes times, Instant at) {
        numbers.rollbackSignalled();
        boolean first = times.signalled().filter(at::equals).isPresent();
        if (first) {
            numbers.rollbackSignalTook(seconds(times.toSignal().orElseThrow()));
        }
    }

    private static void settled(DeploymentMetrics numbers, RollbackTimes times, Kind how) {
        if (how == Kind.ROLLBACK_RECOVERED) {
            numbers.rollbackRecovered(
                    seconds(times.toRecover().orElseThrow()),
                    seconds(times.outage().orElseThrow()));
        } else {
            numbers.rollbackNotRecovered();
        }
        boolean late = times.isRtoKept().filter(kept -> !kept).isPresent();
        if (late) {
            numbers.recoveryTimeMissed();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
