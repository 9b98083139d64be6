package dev.probation.agent.rollback;

import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.sample.CheckId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When what is wrong with each check began: its first bad sample with no good one since. */
final class BreachStartTimes {

    private final Map<String, Instant> since = new HashMap<>();

    BreachStartTimes(List<JournalEntry> journal) {
        journal.forEach(this::noted);
    }

    void noted(JournalEntry entry) {
        if (entry.kind() != JournalEntry.Kind.TRANSITION) {
            return;
        }
        String check = entry.data().getString("check");
        switch (entry.data().getString("to")) {
            case "breaching", "failing" -> {
                Instant unusedEarlier = since.merge(check, entry.at(), (before, again) -> before);
            }
            // one that is configured no more waits
            case "ok", "warn", "waiting" -> {
                Instant unusedOver = since.remove(check);
            }
            default -> {
                // no data and errors neither begin nor end anything
            }
        }
    }

    /** Of the check that decided; of the first that is wrong where a person did. */
    Optional<Instant> of(String check) {
        return check.equals(CheckId.MANUAL)
                ? since.values().stream().min(Comparator.naturalOrder())
                : Optional.ofNullable(since.get(check));
    }
}
