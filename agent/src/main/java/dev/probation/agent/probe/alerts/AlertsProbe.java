package dev.probation.agent.probe.alerts;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.probe.FiringAlerts.Alert;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.time.Time;
import dev.probation.rules.check.Check;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what fires, where it is known that alerts get here: silence alone is no evidence. */
final class AlertsProbe implements Probe {

    private static final int MOST_NAMED = 5;
    private static final Outcome TOO_MANY = new Outcome.NoData(
            "not all alerts that fire are known, and this check may count more; leave out max_alerts, or send fewer alerts here");

    private final AlertsTarget target;
    private final AlertsCheck check;
    private final Check rule;
    private final Supplier<FiringAlerts> told;
    private final Time time;

    AlertsProbe(AlertsTarget target, CheckConfig check, Supplier<FiringAlerts> told, Time time) {
        this.target = target;
        this.check = (AlertsCheck) check.probe();
        this.rule = check.rule();
        this.told = told;
        this.time = time;
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        return Future.succeededFuture(outcome(told.get(), time.now()));
    }

    private Outcome outcome(FiringAlerts said, Instant now) {
        Optional<Instant> heartbeat = said.alerts().stream()
                .filter(alert -> target.isHeartbeat(alert) && alert.isFiring(now))
                .map(Alert::heardAt)
                .max(Comparator.naturalOrder());
        if (heartbeat.filter(at -> isWithin(target.within(), at, now)).isEmpty()) {
            return new Outcome.NoData(Details.of(deaf(heartbeat.orElse(null), now)));
        }
        Collection<Alert> firing = firing(said, now);
        Outcome counted = Outcome.Measured.of(firing.size(), Details.of(named(firing)));
        boolean cut = said.cutAt().stream().anyMatch(at -> isWithin(target.forget(), at, now));
        return cut && rule.quality(counted) != Quality.BAD ? TOO_MANY : counted;
    }

    private String deaf(@Nullable Instant heartbeat, Instant now) {
        String last = heartbeat == null
                ? "never received, or reported as resolved"
                : "last received " + Durations.write(Duration.between(heartbeat, now)) + " ago";
        return "alerts do not arrive: \"" + target.heartbeat() + "\" was not received within "
                + Durations.write(target.within()) + " (" + last
                + "); it must always fire, and its route to this agent must repeat it more often";
    }

    /** Several routes may tell of the same alert. */
    private Collection<Alert> firing(FiringAlerts said, Instant now) {
        Map<String, Alert> firing = new LinkedHashMap<>();
        said.alerts().stream()
                .filter(alert -> !target.isHeartbeat(alert) && alert.isFiring(now))
                .filter(alert -> isWithin(target.forget(), alert.heardAt(), now))
                .filter(check::counts)
                .sorted(Comparator.comparing(Alert::since))
                .forEach(alert -> firing.putIfAbsent(alert.fingerprint(), alert));
        return firing.values();
    }

    /** A clock that went back makes nothing old. */
    private static boolean isWithin(Duration longest, Instant at, Instant now) {
        return Duration.between(at, now).compareTo(longest) <= 0;
    }

    private static String named(Collection<Alert> firing) {
        if (firing.isEmpty()) {
            return "";
        }
        List<String> names =
                firing.stream().limit(MOST_NAMED).map(AlertsProbe::named).toList();
        int more = firing.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String named(Alert alert) {
        String place = alert.labels().entrySet().stream()
                .filter(label -> List.of("severity", "instance").contains(label.getKey()))
                .sorted(Map.Entry.<String, String>comparingByKey().reversed())
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        return (alert.name().isEmpty() ? alert.fingerprint() : alert.name())
                + (place.isEmpty() ? "" : " (" + place + ')') + " since " + alert.since();
    }
}
