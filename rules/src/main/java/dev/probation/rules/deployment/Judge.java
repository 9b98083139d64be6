package dev.probation.rules.deployment;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.StoredEvidence;
import dev.probation.rules.deployment.Event.RollbackDecided;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges one deployment: samples and the passing of time go in, events come out. The result depends on nothing but the
 * checklist, the deployment and the samples in their order, so a recording gives the same again. Not thread-safe: the
 * caller owns it.
 */
public final class Judge {

    private final Deployment deployment;
    private final Checklist checklist;
    private final Map<CheckId, TrackedCheck> checks = new LinkedHashMap<>();
    private final BlindnessDetector blindness;
    private final WindowSequence windows;
    private final AttributionPolicy attribution;
    private final Set<String> signed;
    private final Set<CheckId> withheld;
    private final UnmeasuredChecks unmeasured;
    private Instant now;
    private boolean blind;
    private boolean rollbackEnded;
    private @Nullable RollbackDecided decision;

    public Judge(Deployment deployment, Checklist checklist) {
        this(deployment, checklist, JudgeSnapshot.begin(deployment));
    }

    /** Goes on from a snapshot; checks that it does not know begin anew, those no longer asked are left out. */
    public Judge(Deployment deployment, Checklist checklist, JudgeSnapshot snapshot) {
        this.deployment = deployment;
        this.checklist = checklist;
        this.now = snapshot.now();
        this.blind = snapshot.blind();
        this.rollbackEnded = snapshot.rollbackEnded();
        this.decision = snapshot.decision().orElse(null);
        this.signed = new LinkedHashSet<>(snapshot.signed());
        this.windows = new WindowSequence(deployment.deployedAt(), checklist, snapshot.ended(), snapshot.cut());
        this.withheld = new LinkedHashSet<>(snapshot.withheld());
        this.unmeasured = new UnmeasuredChecks(checklist, snapshot.unanswered());
        for (Check check : checklist.checks()) {
            TrackedCheck tracked = tracked(check, snapshot.baselines().getOrDefault(check.id(), List.of()));
            CheckProgress progress = tracked.machine()
                    .recall(
                            snapshot.progress().getOrDefault(check.id(), CheckProgress.NONE),
                            snapshot.evidence().getOrDefault(check.id(), List.of()));
            if (rollbackEnded) {
                tracked.endRollback();
            }
            tracked.goOn(progress, windows.tally(snapshot.tallies(), check, progress));
            checks.put(check.id(), tracked);
        }
        this.blindness = new BlindnessDetector(checks.values());
        this.attribution = new AttributionPolicy(checks.values());
    }

    /** The chance of a false rollback is the service's, so its tests share it. */
    private TrackedCheck tracked(Check check, List<Sample> before) {
        int sharing = check.rollbackTests() > 0 ? checklist.rollbackTests() : 1;
        return new TrackedCheck(check, deployment, sharing, before);
    }

    /**
     * Judges one sample, after whatever its instant brings about. A sample from before the deployment becomes a part of the
     * check's baseline; one in a window's settling time, or of a check that the window does not ask, is counted but not judged.
     *
     * @throws IllegalArgumentException for a check that is not on the checklist, a sample older than the last, or one from
     *     before the deployment after one of the same check from after it
     */
    public List<Event> judge(Sample sample) {
        TrackedCheck tracked = tracked(sample.check());
        if (sample.at().isBefore(now) && !sample.at().isBefore(deployment.deployedAt())) {
            throw new IllegalArgumentException("samples come in order, but " + sample + " is older than " + now);
        }
        if (sample.at().isBefore(deployment.deployedAt())) {
            tracked.remember(sample);
            return List.of();
        }
        List<Event> events = new ArrayList<>(advance(sample.at()));
        tracked.count(sample);
        if (windows.judges(tracked.check(), sample.at(), decision != null)) {
            step(tracked, sample, events);
            decide(tracked, sample.at(), events);
        }
        return events;
    }

    private TrackedCheck tracked(CheckId check) {
        TrackedCheck tracked = checks.get(check);
        if (tracked == null) {
            throw new IllegalArgumentException("check " + check + " is not on the checklist");
        }
        return tracked;
    }

    private void step(TrackedCheck tracked, Sample sample, List<Event> events) {
        Quality quality = tracked.quality(sample.outcome());
        boolean unanswered = !sample.outcome().isAnswer();
        boolean lost = unanswered && blindness.isLostBesides(tracked, windows.name());
        CheckState before = tracked.state();
        // what cannot be told from the agent's own outage is held against nobody
        Quality held = lost && quality == Quality.BAD ? Quality.ERROR : quality;
        Duration every = windows.intervalOf(tracked.check());
        tracked.step(sample, held, every);
        if (tracked.state() != before) {
            CheckId check = tracked.check().id();
            events.add(new Event.Transition(sample.at(), check, before, tracked.state(), tracked.explanation()));
        }
        if (lost != blind) {
            blind = lost;
            events.add(lost ? blinded(tracked, sample.at()) : new Event.VisionRestored(sample.at()));
        }
        boolean isMeasured = tracked.check().isMeasured(sample.outcome(), held);
        Optional<Event> news = unmeasured.judged(tracked, sample, isMeasured, every, blind);
        if (news.isPresent()) {
            events.add(news.orElseThrow());
        }
    }

    private Event blinded(TrackedCheck last, Instant at) {
        int asked = blindness.asked(windows.name());
        return new Event.Blinded(at, "none of " + asked + " checks gets an answer, the last: " + last.explanation());
    }

    /** Decides on the newest sample alone: what was no reason when it came is none later. */
    private void decide(TrackedCheck tracked, Instant at, List<Event> events) {
        if (decision != null || deployment.rollback() || !checklist.decides() || blind) {
            return;
        }
        if (at.isBefore(deployment.announcedAt())) {
            return;
        }
        Optional<String> sharp = tracked.machine().sharpBreach(tracked.progress());
        if (sharp.isEmpty() && !isProven(tracked)) {
            forgetWithheld(tracked);
            return;
        }
        Optional<Event.Withheld> excuse = attribution.excuse(tracked, sharp.orElse(null), at);
        if (excuse.isPresent()) {
            if (withheld.add(tracked.check().id())) {
                events.add(excuse.orElseThrow());
            }
            return;
        }
        String reason = sharp.orElseGet(tracked::explanation);
        RollbackDecided decided =
                new RollbackDecided(at, Optional.of(tracked.check().id()), reason);
        decision = decided;
        events.add(decided);
    }

    private void forgetWithheld(TrackedCheck tracked) {
        if (tracked.state() != CheckState.FAILING) {
            boolean unusedWas = withheld.remove(tracked.check().id());
        }
    }

    private boolean isProven(TrackedCheck tracked) {
        return tracked.check().onBreach() == OnBreach.ROLLBACK
                && tracked.machine().isProven(tracked.progress())
                && blindness.isWitnessed(tracked, windows.name());
    }

    /** A person decides; empty where there is a decision already, and for a rollback, which is never rolled back in turn. */
    public List<Event> decideManually(Instant at, String reason) {
        if (decision != null || deployment.rollback()) {
            return List.of();
        }
        List<Event> events = new ArrayList<>(advance(at));
        RollbackDecided decided = new RollbackDecided(at, Optional.empty(), reason);
        decision = decided;
        events.add(decided);
        return events;
    }

    /**
     * From now on no window that ends can be told to be good, as what is measured may not be of this release at all.
     *
     * @param reason why; null where nothing holds it any more
     */
    public void hold(@Nullable String reason) {
        windows.hold(reason);
    }

    /**
     * The rollback that restored this version has recovered, or has not: until now, breaches that were there when the version came
     * back were held against the one before, and failed no check.
     *
     * @return whether that is news
     */
    public boolean endRollback() {
        boolean news = deployment.rollback() && !rollbackEnded;
        rollbackEnded |= news;
        checks.values().forEach(TrackedCheck::endRollback);
        return news;
    }

    /** A person confirms an item, which counts in all windows that have not ended. */
    public List<Event> sign(Instant at, String name) {
        List<Event> events = advance(at);
        signed.add(name);
        return events;
    }

    /** Ends the windows whose time has come; an instant before the last changes nothing. */
    public List<Event> advance(Instant to) {
        if (!to.isAfter(now)) {
            return List.of();
        }
        now = to;
        List<Event> ended =
                windows.endUntil(to, checks.values(), signed, decision().orElse(null));
        if (ended.isEmpty() || windows.isOver()) {
            return ended;
        }
        List<Event> events = new ArrayList<>(ended);
        events.addAll(unmeasured.windowBegan(
                windows.name(), ended.get(ended.size() - 1).at()));
        return events;
    }

    /** Cuts the running window short, because the deployment ends. */
    public List<Event> end(Instant at) {
        List<Event> events = new ArrayList<>(advance(at));
        events.addAll(windows.cut(now, checks.values(), signed, decision().orElse(null)));
        return events;
    }

    /** Whether all windows have ended. */
    public boolean isOver() {
        return windows.isOver();
    }

    /** The windows that have begun, in order; the last may be running. */
    public List<WindowVerdict> windows() {
        return windows.begun(now, checks.values());
    }

    /** The worst of the windows that have ended, {@code running} before the first has; a rollback is a failure. */
    public Verdict verdict() {
        return decision != null ? Verdict.FAIL : windows.worst();
    }

    public Optional<RollbackDecided> decision() {
        return Optional.ofNullable(decision);
    }

    /** Whether nothing could be measured when it was asked last. */
    public boolean isBlind() {
        return blind;
    }

    /** The checks that could decide a rollback and measure nothing, each with what people were told of it. */
    public Map<CheckId, String> unmeasured() {
        return unmeasured.told();
    }

    /** The events of a counted ratio so far. */
    public Counts counted(CheckId check) {
        return tracked(check).progress().counted();
    }

    public CheckProgress progress(CheckId check) {
        return tracked(check).progress();
    }

    /** One sentence on how the check's state came about. */
    public String explain(CheckId check) {
        return tracked(check).explanation();
    }

    /** What the check's newest sample found, such as a value with its unit; empty before the first. */
    public Optional<String> observed(CheckId check) {
        TrackedCheck tracked = tracked(check);
        return tracked.machine().observed(tracked.progress());
    }

    /** The window that runs at the newest instant; empty after the last. */
    public Optional<String> window() {
        return windows.isOver() ? Optional.empty() : Optional.of(windows.name());
    }

    public JudgeSnapshot snapshot() {
        Map<CheckId, CheckProgress> progress = new LinkedHashMap<>();
        Map<CheckId, List<StoredEvidence>> evidence = new LinkedHashMap<>();
        Map<CheckId, List<Sample>> baselines = new LinkedHashMap<>();
        checks.forEach((id, tracked) -> {
            baselines.put(id, tracked.before());
            progress.put(id, tracked.progress().withoutEvidence());
            evidence.put(id, tracked.machine().remember(tracked.progress()));
        });
        return new JudgeSnapshot(
                now,
                windows.ended(),
                windows.isCut(),
                progress,
                evidence,
                windows.tallies(checks.values()),
                blind,
                decision(),
                signed,
                withheld,
                unmeasured.snapshot(),
                baselines,
                rollbackEnded);
    }
}
