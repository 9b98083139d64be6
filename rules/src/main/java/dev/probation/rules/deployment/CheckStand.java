package dev.probation.rules.deployment;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckMachine;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.Quality;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Tally;
import java.time.Duration;
import java.time.Instant;

/** One check of one deployment: its machine, its progress, and what the running window has counted of it. */
final class CheckStand {

    private final CheckMachine machine;
    private CheckProgress progress;
    private Tally tally;

    CheckStand(CheckMachine machine, CheckProgress progress, Tally tally) {
        this.machine = machine;
        this.progress = progress;
        this.tally = tally;
    }

    Check check() {
        return machine.check();
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

    void beginWindow(Instant from) {
        tally = Tally.begin(progress.state(), from);
    }

    String explanation() {
        return machine.explain(progress);
    }

    void count(Sample sample) {
        progress = progress.counting(sample);
    }

    /** @param every the interval at which the check is asked in the window */
    void step(Sample sample, Quality quality, Duration every) {
        progress = machine.step(progress, sample, quality, every);
        tally = tally.add(sample, quality, progress.state(), every);
    }
}
