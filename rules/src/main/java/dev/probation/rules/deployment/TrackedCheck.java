package dev.probation.rules.deployment;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckMachine;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One check of one deployment: its machine, its progress, and what the running window has counted of it. */
final class TrackedCheck {

    private final Check check;
    private final Deployment deployment;
    private final int sharing;
    private final List<Sample> before;
    private CheckMachine machine;
    private CheckProgress progress = CheckProgress.NONE;
    private Tally tally;
    private boolean rollbackEnded;

    /**
     * Of a check that was not asked yet.
     *
     * @param sharing how many tests share the chance of being wrong about the service
     * @param before what it measured before the deployment
     */
    TrackedCheck(Check check, Deployment deployment, int sharing, List<Sample> before) {
        this.check = check;
        this.deployment = deployment;
        this.sharing = sharing;
        this.before = new ArrayList<>(before);
        this.machine = begin();
        this.tally = Tally.begin(progress.state(), deployment.deployedAt());
    }

    private CheckMachine begin() {
        Instant live = deployment.deployedAt();
        Baseline baseline = deployment.rollback() ? Baseline.restored(live, before) : new Baseline(live, before);
        return new CheckMachine(check, baseline, sharing);
    }

    /** What the version before left behind excuses this one no more. */
    void endRollback() {
        rollbackEnded = true;
    }

    /** Goes on from where it was left. */
    void goOn(CheckProgress from, Tally counted) {
        progress = from;
        tally = counted;
    }

    Check check() {
        return check;
    }

    CheckMachine machine() {
        return machine;
    }

    CheckProgress progress() {
        return progress;
    }

    Tally tally() {
        return tally;
    }

    CheckState state() {
        return progress.state();
    }

    List<Sample> before() {
        return List.copyOf(before);
    }

    void beginWindow(Instant from) {
        tally = Tally.begin(progress.attributed(), from, progress.bursts());
    }

    String explanation() {
        return machine.explain(progress);
    }

    /** One more sample from before the deployment, which is known before the first from after it is judged. */
    void remember(Sample sample) {
        if (progress.last().isPresent()) {
            throw new IllegalArgumentException("samples from before the deployment come before all others, but "
                    + sample + " came after " + progress.last().orElseThrow());
        }
        before.add(sample);
    }

    /** Where events were counted before, a value without counts tells nothing: whether more of them are bad is not known. */
    Quality quality(Outcome outcome) {
        boolean uncounted = progress.isCounted()
                && outcome instanceof Outcome.Measured measured
                && measured.counts().isEmpty();
        return uncounted ? Quality.NO_DATA : check.quality(outcome);
    }

    void count(Sample sample) {
        progress = progress.counting(sample);
    }

    /** @param every the interval at which the check is asked in the window */
    void step(Sample sample, Quality quality, Duration every) {
        if (progress.last().isEmpty() && !before.isEmpty()) {
            machine = begin();
        }
        CheckProgress next = machine.step(progress, sample, quality, every);
        progress = deployment.rollback() && !rollbackEnded ? next.excused(progress) : next;
        tally = tally.add(
                sample, machine.inWindow(progress, quality), progress.attributed(), progress.isInherited(), every);
    }
}
