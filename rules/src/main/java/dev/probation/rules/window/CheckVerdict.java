package dev.probation.rules.window;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import java.time.Duration;

/**
 * The verdict on one check in one window, with its evidence.
 *
 * @param state at the window's end, or now while it runs
 * @param coverage intervals with a good or bad sample, or without traffic, over all, 0 to 1
 * @param samples good and bad samples
 * @param bad bad samples
 * @param failing the time spent failing within the window
 * @param reason one sentence with the numbers in it
 */
public record CheckVerdict(
        CheckId check,
        String title,
        Verdict verdict,
        CheckState state,
        double coverage,
        long samples,
        long bad,
        Duration failing,
        String reason) {

    /** The same evidence under another verdict. */
    public CheckVerdict with(Verdict other, String because) {
        return new CheckVerdict(check, title, other, state, coverage, samples, bad, failing, because);
    }
}
