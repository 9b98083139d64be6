package dev.probation.agent.assembly;

import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.store.AlertGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that Alertmanager said are firing, as far as a check asks for them and there is room. Confined to the store's
 * thread.
 */
final class KeptAlerts {

    /** Of all groups; a group without alerts counts as one. */
    static final int MOST_ALERTS = 10_000;

    /** Of all labels, with their names. */
    static final long MOST_CHARACTERS = 4L << 20;

    /** As long as the store keeps them. */
    private static final Duration KEEP = Duration.ofDays(7);

    /** One group, its alerts as the probes read them, and how many characters they have. */
    private record Kept(AlertGroup group, List<FiringAlerts.Alert> alerts, long characters) {

        private int count() {
            return Math.max(1, alerts.size());
        }
    }

    private final Predicate<FiringAlerts.Alert> asked;

    /** Those that were told of longest ago first. */
    private final Map<String, Kept> groups = new LinkedHashMap<>();

    private int count;
    private long characters;
    private @Nullable Instant leftOutAt;

    /** @param asked whether some check asks for an alert */
    KeptAlerts(Predicate<FiringAlerts.Alert> asked) {
        this.asked = asked;
    }

    /**
     * What is to be kept of a group of which this was told; alerts for which there is no room are {@link AlertGroup#missing}.
     *
     * @param ended when those ended that are over, by fingerprint
     */
    AlertGroup next(AlertGroup told, Map<String, Instant> ended) {
        AlertGroup wanted = new AlertGroup(
                told.id(),
                told.heardAt(),
                told.missing(),
                told.alerts().stream().filter(alert -> asked.test(alert(alert))).toList());
        Kept before = groups.get(told.id());
        return before == null ? fitting(wanted, 0, 0) : fitting(wanted.after(before.group, ended), before);
    }

    private AlertGroup fitting(AlertGroup group, Kept before) {
        return fitting(group, before.count(), before.characters);
    }

    /** @param ownCount what the group itself takes now, which it may take again */
    private AlertGroup fitting(AlertGroup group, int ownCount, long ownCharacters) {
        int room = MOST_ALERTS - count + ownCount;
        long left = MOST_CHARACTERS - characters + ownCharacters;
        List<AlertGroup.Alert> kept = new ArrayList<>();
        for (AlertGroup.Alert alert : group.alerts()) {
            left -= characters(alert);
            if (kept.size() == room || left < 0) {
                break;
            }
            kept.add(alert);
        }
        int missing = group.missing() + group.alerts().size() - kept.size();
        return new AlertGroup(group.id(), group.heardAt(), missing, kept);
    }

    /** Takes in what is kept of a group; nothing of one that is over. */
    void put(AlertGroup group) {
        remove(groups.remove(group.id()));
        forgetBefore(group.heardAt().minus(KEEP));
        if (group.isOver()) {
            return;
        }
        if (count == MOST_ALERTS) {
            leftOutAt = group.heardAt();
            return;
        }
        List<FiringAlerts.Alert> alerts =
                group.alerts().stream().map(KeptAlerts::alert).toList();
        Kept kept = new Kept(
                group,
                alerts,
                group.alerts().stream().mapToLong(KeptAlerts::characters).sum());
        groups.put(group.id(), kept);
        count += kept.count();
        characters += kept.characters;
    }

    private void forgetBefore(Instant oldest) {
        groups.values().removeIf(kept -> {
            boolean old = kept.group.heardAt().isBefore(oldest);
            if (old) {
                remove(kept);
            }
            return old;
        });
    }

    private void remove(@Nullable Kept kept) {
        if (kept != null) {
            count -= kept.count();
            characters -= kept.characters;
        }
    }

    /** What the probes read. */
    FiringAlerts firing() {
        Stream<Instant> cutAt = groups.values().stream()
                .map(Kept::group)
                .filter(group -> group.missing() > 0)
                .map(AlertGroup::heardAt);
        return new FiringAlerts(
                groups.values().stream().flatMap(kept -> kept.alerts.stream()).toList(),
                Stream.concat(cutAt, Stream.ofNullable(leftOutAt)).toList());
    }

    private static FiringAlerts.Alert alert(AlertGroup.Alert alert) {
        return new FiringAlerts.Alert(
                alert.fingerprint(), alert.labels(), alert.since(), alert.until(), alert.heardAt());
    }

    private static long characters(AlertGroup.Alert alert) {
        return alert.labels().entrySet().stream()
                .mapToLong(label ->
                        (long) label.getKey().length() + label.getValue().length())
                .sum();
    }
}
