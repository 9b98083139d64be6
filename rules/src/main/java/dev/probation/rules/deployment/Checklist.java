package dev.probation.rules.deployment;

import dev.probation.rules.check.Check;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment is judged by.
 *
 * @param checks in the user's own order; at least one, no name twice
 * @param windows in order, without overlap
 * @param signOffs items that a person confirms
 * @param decides whether a rollback may be decided at all
 * @param unmeasuredAfter for how long a check that may decide a rollback can measure nothing before people hear of it; empty
 *     where they never do
 */
public record Checklist(
        List<Check> checks,
        List<WindowSpec> windows,
        List<SignOff> signOffs,
        boolean decides,
        Optional<Duration> unmeasuredAfter) {

    /** Where nobody hears of a check that measures nothing. */
    public Checklist(List<Check> checks, List<WindowSpec> windows, List<SignOff> signOffs, boolean decides) {
        this(checks, windows, signOffs, decides, Optional.empty());
    }

    /** An item that a person confirms before the end of each of its windows; of all where {@code windows} is empty. */
    public record SignOff(String name, String title, Set<String> windows) {

        public SignOff {
            windows = Set.copyOf(windows);
        }

        boolean isIn(String window) {
            return windows.isEmpty() || windows.contains(window);
        }
    }

    /** The same with other checks. */
    public Checklist with(List<Check> others) {
        return new Checklist(others, windows, signOffs, decides, unmeasuredAfter);
    }

    /** The same with nothing that people confirm. */
    public Checklist withoutSignOffs() {
        return new Checklist(checks, windows, List.of(), decides, unmeasuredAfter);
    }

    /** How many tests on shares may decide a rollback. */
    int rollbackTests() {
        return checks.stream().mapToInt(Check::rollbackTests).sum();
    }

    public Checklist {
        checks = List.copyOf(checks);
        windows = List.copyOf(windows);
        signOffs = List.copyOf(signOffs);
        if (checks.isEmpty() || windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "a checklist needs a check and a window, but has " + checks.size() + " and " + windows.size());
        }
        if (checks.stream().map(Check::id).distinct().count() < checks.size()) {
            throw new IllegalArgumentException("a checklist names each check once, but was " + checks);
        }
        for (int i = 1; i < windows.size(); i++) {
            if (windows.get(i).from().compareTo(windows.get(i - 1).until()) < 0) {
                throw new IllegalArgumentException(
                        "windows follow each other, but " + windows.get(i) + " begins before " + windows.get(i - 1));
            }
        }
    }
}
