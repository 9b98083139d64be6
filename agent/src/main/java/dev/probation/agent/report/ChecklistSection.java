package dev.probation.agent.report;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checklist over all windows, in the user's order: each check with the window that decided on it. */
final class ChecklistSection {

    /**
     * One line.
     *
     * @param window where the check's verdict is the worst, the latest of equals
     * @param now the running window's evidence, where that is already failing and another window decided
     */
    record Item(CheckVerdict check, String window, Optional<CheckVerdict> now) {}

    private ChecklistSection() {}

    static List<Item> of(List<WindowVerdict> windows) {
        Map<CheckId, Item> items = new LinkedHashMap<>();
        for (WindowVerdict window : windows) {
            for (CheckVerdict check : window.checks()) {
                items.merge(check.check(), new Item(check, window.name(), Optional.empty()), ChecklistSection::worse);
            }
        }
        return new ArrayList<>(items.values());
    }

    private static Item worse(Item earlier, Item later) {
        Verdict before = earlier.check().verdict();
        Verdict after = later.check().verdict();
        if (after == Verdict.RUNNING) {
            boolean failing = later.check().state() == CheckState.FAILING;
            return new Item(earlier.check(), earlier.window(), failing ? Optional.of(later.check()) : Optional.empty());
        }
        return after.compareTo(before) >= 0 ? later : earlier;
    }
}
