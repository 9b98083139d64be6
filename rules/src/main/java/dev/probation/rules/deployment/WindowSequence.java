package dev.probation.rules.deployment;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.deployment.Event.RollbackDecided;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Tally;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowJudge;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The windows of one deployment: which one runs, and the verdicts on those that ended. */
final class WindowSequence {

    private final Instant deployedAt;
    private final Checklist checklist;
    private final List<WindowVerdict> ended;
    private Running running;
    private boolean cut;
    private @Nullable String held;

    /** The window that runs, or the last, where it lies in time. */
    private record Running(WindowSpec spec, Instant from, Instant judgesFrom, Instant until) {

        static Running of(WindowSpec spec, Instant deployedAt) {
            Instant from = deployedAt.plus(spec.from());
            return new Running(spec, from, from.plus(spec.settle()), deployedAt.plus(spec.until()));
        }
    }

    WindowSequence(Instant deployedAt, Checklist checklist, List<WindowVerdict> ended, boolean cut) {
        this.deployedAt = deployedAt;
        this.checklist = checklist;
        this.ended = new ArrayList<>(ended);
        this.cut = cut;
        this.running = runningNow();
    }

    /** @param reason why no window can end well; null where nothing keeps it from that */
    void hold(@Nullable String reason) {
        held = reason;
    }

    boolean isCut() {
        return cut;
    }

    boolean isOver() {
        return cut || ended.size() >= checklist.windows().size();
    }

    private Running runningNow() {
        List<WindowSpec> all = checklist.windows();
        return Running.of(all.get(Math.min(ended.size(), all.size() - 1)), deployedAt);
    }

    /** Of the running window, or of the last. */
    String name() {
        return running.spec().name();
    }

    /** Whether a sample of this instant is judged; after the last window only while a rollback is followed. */
    boolean judges(Check check, Instant at, boolean decided) {
        if (isOver()) {
            return decided;
        }
        return check.isAskedIn(name()) && !at.isBefore(running.judgesFrom());
    }

    /** The interval at which a check is asked in the running window, or in the last. */
    Duration intervalOf(Check check) {
        return running.spec().intervalOf(check.every());
    }

    Tally tally(Map<CheckId, Tally> known, Check check, CheckProgress progress) {
        Tally tally = known.get(check.id());
        return tally == null ? Tally.begin(progress.state(), running.judgesFrom(), progress.bursts()) : tally;
    }

    Map<CheckId, Tally> tallies(Collection<TrackedCheck> checks) {
        Map<CheckId, Tally> tallies = new LinkedHashMap<>();
        checks.forEach(tracked -> tallies.put(tracked.check().id(), tracked.tally()));
        return tallies;
    }

    List<Event> endUntil(
            Instant now, Collection<TrackedCheck> checks, Set<String> signed, @Nullable RollbackDecided decision) {
        List<Event> events = new ArrayList<>();
        while (!isOver() && !running.until().isAfter(now)) {
            Instant to = running.until();
            events.add(end(to, verdicts(to, checks, decision), signed));
            if (!isOver()) {
                checks.forEach(tracked -> tracked.beginWindow(running.judgesFrom()));
            }
        }
        return events;
    }

    List<Event> cut(
            Instant now, Collection<TrackedCheck> checks, Set<String> signed, @Nullable RollbackDecided decision) {
        if (isOver()) {
            return List.of();
        }
        cut = true;
        return now.isAfter(running.from()) ? List.of(end(now, verdicts(now, checks, decision), signed)) : List.of();
    }

    private List<CheckVerdict> verdicts(
            Instant to, Collection<TrackedCheck> checks, @Nullable RollbackDecided decision) {
        WindowJudge judge = new WindowJudge(running.spec(), running.from());
        AttributionPolicy attribution = new AttributionPolicy(checks);
        return asked(checks)
                .map(tracked -> decided(attributed(verdict(judge, tracked, to), tracked, attribution), decision))
                .toList();
    }

    /** What the release is not to blame for tells nothing of it. */
    private static CheckVerdict attributed(CheckVerdict verdict, TrackedCheck tracked, AttributionPolicy attribution) {
        if (verdict.verdict() != Verdict.FAIL) {
            return verdict;
        }
        return attribution
                .foreign(tracked)
                .map(why ->
                        verdict.with(Verdict.INCONCLUSIVE, verdict.reason() + "; not caused by the release: " + why))
                .orElse(verdict);
    }

    private CheckVerdict verdict(WindowJudge judge, TrackedCheck tracked, Instant to) {
        return cut
                ? judge.cut(tracked.machine(), tracked.progress(), tracked.tally(), to)
                : judge.ended(tracked.machine(), tracked.progress(), tracked.tally(), to);
    }

    private Stream<TrackedCheck> asked(Collection<TrackedCheck> checks) {
        return checks.stream().filter(tracked -> tracked.check().isIn(name()));
    }

    private Event end(Instant to, List<CheckVerdict> verdicts, Set<String> signed) {
        List<Finding> findings = new ArrayList<>();
        if (held != null) {
            findings.add(new Finding(Verdict.INCONCLUSIVE, held));
        }
        verdicts.forEach(verdict -> findings.add(new Finding(verdict.verdict(), verdict.reason())));
        checklist.signOffs().stream()
                .filter(item -> item.isIn(name()) && !signed.contains(item.name()))
                .forEach(item ->
                        findings.add(new Finding(Verdict.INCONCLUSIVE, "nobody signed off \"" + item.title() + '"')));
        Finding worst =
                findings.stream().max(Comparator.comparing(Finding::verdict)).orElse(NOTHING_ASKED);
        String reason = worst.verdict() == Verdict.PASS ? passed(findings.size()) : worst.reason();
        WindowVerdict verdict = new WindowVerdict(name(), running.from(), to, worst.verdict(), verdicts, reason);
        ended.add(verdict);
        running = runningNow();
        return new Event.WindowEnded(to, verdict);
    }

    private static final Finding NOTHING_ASKED = new Finding(Verdict.INCONCLUSIVE, "no check applies to this window");

    private static String passed(int checks) {
        return checks == 1 ? "the one check passed" : "all " + checks + " checks passed";
    }

    private record Finding(Verdict verdict, String reason) {}

    /** A check that decided a rollback in this window failed, whatever came after. */
    private CheckVerdict decided(CheckVerdict verdict, @Nullable RollbackDecided decision) {
        if (decision == null || verdict.verdict() == Verdict.FAIL) {
            return verdict;
        }
        boolean decidedHere = decision.check().equals(Optional.of(verdict.check()))
                && !decision.at().isBefore(running.from());
        return decidedHere ? verdict.with(Verdict.FAIL, "reason for the rollback: " + decision.reason()) : verdict;
    }

    List<WindowVerdict> ended() {
        return List.copyOf(ended);
    }

    List<WindowVerdict> begun(Instant now, Collection<TrackedCheck> checks) {
        List<WindowVerdict> begun = new ArrayList<>(ended);
        if (!isOver() && !now.isBefore(running.from())) {
            begun.add(runningVerdict(now, checks));
        }
        return begun;
    }

    private WindowVerdict runningVerdict(Instant now, Collection<TrackedCheck> checks) {
        WindowJudge judge = new WindowJudge(running.spec(), running.from());
        List<CheckVerdict> verdicts = asked(checks)
                .map(tracked -> judge.running(tracked.machine(), tracked.progress(), tracked.tally(), now))
                .toList();
        return new WindowVerdict(name(), running.from(), running.until(), Verdict.RUNNING, verdicts, "running");
    }

    Verdict worst() {
        return ended.stream().map(WindowVerdict::verdict).reduce(Verdict.RUNNING, Verdict::worse);
    }
}
