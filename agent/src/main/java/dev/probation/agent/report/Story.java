package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.Journal;
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
record Story(DeploymentView view, Optional<WindowVerdict> only, List<Journal> journal) {

    private static final Set<Journal.Kind> WHOLE = EnumSet.of(
            Journal.Kind.STARTED,
            Journal.Kind.WINDOW_ENDED,
            Journal.Kind.ENDED,
            Journal.Kind.ROLLBACK_DECIDED,
            Journal.Kind.ROLLBACK_CONFIRMED,
            Journal.Kind.ROLLBACK_RECOVERED,
            Journal.Kind.ROLLBACK_NOT_RECOVERED);

    Story {
        // a receiver's answer is written at once, what was measured before it a moment later
        journal = journal.stream().sorted(Comparator.comparing(Journal::at)).toList();
    }

    static Story ofDeployment(DeploymentView view, List<Journal> journal) {
        return new Story(view, Optional.empty(), journal);
    }

    /** Empty where the deployment has no such window, or it has not begun. */
    static Optional<Story> ofWindow(DeploymentView view, List<Journal> journal, String name) {
        return view.windows().stream()
                .filter(window -> window.name().equals(name))
                .findFirst()
                .map(window -> new Story(view, Optional.of(window), happenedIn(window, journal)));
    }

    /** The stamp of what ends a window is its end, so the end is included for those entries, and for no others. */
    private static List<Journal> happenedIn(WindowVerdict window, List<Journal> journal) {
        return journal.stream()
                .filter(entry -> !entry.at().isBefore(window.from()))
                .filter(entry -> entry.at().isBefore(window.to()) || endsWith(window, entry))
                .toList();
    }

    private static boolean endsWith(WindowVerdict window, Journal entry) {
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

    List<Journal> of(Journal.Kind kind) {
        return journal.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** A part of an entry's data, empty where the entry does not have it. */
    static String text(Journal entry, String key) {
        Object value = entry.data().getValue(key);
        return value == null ? "" : value.toString();
    }
}
