package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a report tells: a deployment, or one window of it, and what happened in that time.
 *
 * @param only the window that this is about, where it is about one
 * @param journal what happened, oldest first
 */
record ReportModel(DeploymentView view, Optional<WindowVerdict> only, List<JournalEntry> journal) {

    private static final Set<JournalEntry.Kind> WHOLE = EnumSet.of(
            JournalEntry.Kind.STARTED,
            JournalEntry.Kind.WINDOW_ENDED,
            JournalEntry.Kind.ENDED,
            JournalEntry.Kind.ROLLBACK_DECIDED,
            JournalEntry.Kind.ROLLBACK_CONFIRMED,
            JournalEntry.Kind.ROLLBACK_RECOVERED,
            JournalEntry.Kind.ROLLBACK_NOT_RECOVERED);

    ReportModel {
        // a receiver's answer is written at once, what was measured before it a moment later
        journal =
                journal.stream().sorted(Comparator.comparing(JournalEntry::at)).toList();
    }

    static ReportModel ofDeployment(DeploymentView view, List<JournalEntry> journal) {
        return new ReportModel(view, Optional.empty(), journal);
    }

    /** Empty where the deployment has no such window, or it has not begun. */
    static Optional<ReportModel> ofWindow(DeploymentView view, List<JournalEntry> journal, String name) {
        return view.windows().stream()
                .filter(window -> window.name().equals(name))
                .findFirst()
                .map(window -> new ReportModel(view, Optional.of(window), happenedIn(window, journal)));
    }

    /** The stamp of what ends a window is its end, so the end is included for those entries, and for no others. */
    private static List<JournalEntry> happenedIn(WindowVerdict window, List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> !entry.at().isBefore(window.from()))
                .filter(entry -> entry.at().isBefore(window.to()) || endsWith(window, entry))
                .toList();
    }

    private static boolean endsWith(WindowVerdict window, JournalEntry entry) {
        if (!entry.at().equals(window.to()) || !WHOLE.contains(entry.kind())) {
            return false;
        }
        JsonObject ended = entry.data().getJsonObject("window");
        return ended == null || window.name().equals(ended.getString("name"));
    }

    List<WindowVerdict> windows() {
        return only.map(List::of).orElseGet(view::windows);
    }

    Verdict verdict() {
        return only.map(WindowVerdict::verdict).orElseGet(view::verdict);
    }

    List<JournalEntry> of(JournalEntry.Kind kind) {
        return journal.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** A part of an entry's data, empty where the entry does not have it. */
    static String text(JournalEntry entry, String key) {
        Object value = entry.data().getValue(key);
        return value == null ? "" : value.toString();
    }
}
