package dev.probation.rules.window;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a window has counted of one check so far.
 *
 * @param good good samples, those beyond the softer expectation included
 * @param soft good samples beyond the softer expectation
 * @param inherited bad samples of a breach that was there before the deployment
 * @param regular good and bad samples at the window's own interval, and how many were bad by the release's own doing; a check that
 *     is bad is asked more often, which would make an outage look longer than it is
 * @param failed time spent failing, up to {@code failingFrom}
 * @param failingFrom since when it has been failing within the window, where it is
 * @param min the least value measured; NaN before the first
 * @param max the largest value measured; NaN before the first
 * @param counted the events that its samples counted
 * @param covered intervals that a good or bad sample was given for, or one of no traffic: more samples than asked for do not make
 *     up for a gap
 * @param due when the next interval begins that is not covered; empty before the first sample
 * @param before the newest burst of what is counted as it was known when the window began; none where there were none
 * @param lastUnmeasured why the newest unmeasured sample was so; may be empty
 */
public record Tally(
        long good,
        long soft,
        long bad,
        long inherited,
        Counts regular,
        long noData,
        long errors,
        Duration failed,
        Optional<Instant> failingFrom,
        double min,
        double max,
        Counts counted,
        long covered,
        Optional<Instant> due,
        Bursts before,
        String lastUnmeasured) {

    private static final Counts NONE = new Counts(0, 0);

    /** Of a window that begins to judge at {@code from}, while the check is in this state. */
    public static Tally begin(CheckState state, Instant from) {
        return begin(state, from, Bursts.NONE);
    }

    /** @param known the bursts of what is counted so far */
    public static Tally begin(CheckState state, Instant from, Bursts known) {
        Optional<Instant> failingFrom = state == CheckState.FAILING ? Optional.of(from) : Optional.empty();
        return new Tally(
                0,
                0,
                0,
                0,
                NONE,
                0,
                0,
                Duration.ZERO,
                failingFrom,
                Double.NaN,
                Double.NaN,
                NONE,
                0,
                Optional.empty(),
                known.newest().map(burst -> new Bursts(List.of(burst))).orElse(Bursts.NONE),
                "");
    }

    /**
     * With one more sample, after which the check is in {@code state}.
     *
     * @param isInherited whether what is wrong was so before the deployment
     * @param every the interval at which samples are expected
     */
    public Tally add(Sample sample, Quality quality, CheckState state, boolean isInherited, Duration every) {
        boolean idle = sample.outcome() instanceof Outcome.NoData nothing && nothing.idle();
        long covers = quality.isEvidence() || idle ? covers(sample, every) : 0;
        boolean isGood = quality == Quality.GOOD || quality == Quality.SOFT;
        Tally timed = turned(state == CheckState.FAILING, sample.at());
        double value = sample.outcome() instanceof Outcome.Measured measured ? measured.value() : Double.NaN;
        return new Tally(
                good + (isGood ? 1 : 0),
                soft + (quality == Quality.SOFT ? 1 : 0),
                bad + (quality == Quality.BAD ? 1 : 0),
                inherited + (quality == Quality.BAD && isInherited ? 1 : 0),
                covers > 0 && quality.isEvidence() ? regular.plus(one(quality, isInherited)) : regular,
                noData + (quality == Quality.NO_DATA ? 1 : 0),
                errors + (quality == Quality.ERROR ? 1 : 0),
                timed.failed,
                timed.failingFrom,
                Double.isNaN(min) || value < min ? value : min,
                Double.isNaN(max) || value > max ? value : max,
                counted(sample.outcome()),
                covered + covers,
                covers > 0 ? Optional.of(dueAfter(sample.at(), every)) : due,
                before,
                unmeasured(sample.outcome(), quality));
    }

    private static Counts one(Quality quality, boolean isInherited) {
        return new Counts(quality == Quality.BAD && !isInherited ? 1 : 0, 1);
    }

    /**
     * How many of the expected samples it stands for. It may be early by half an interval, since none comes to the instant. What
     * was counted came in since the last that counted, so it stands for those as well that were lost between them.
     */
    private long covers(Sample sample, Duration every) {
        if (due.isEmpty()) {
            return 1;
        }
        long interval = every.toNanos();
        long half = interval / 2;
        long late = Durations.nanos(due.orElseThrow(), sample.at());
        if (late < -half) {
            return 0;
        }
        boolean counts = sample.outcome() instanceof Outcome.Measured measured
                && measured.counts().isPresent();
        long later = late - (interval - half);
        return counts && later >= 0 ? 2 + later / interval : 1;
    }

    private Instant dueAfter(Instant at, Duration every) {
        Instant from = due.isPresent() && due.orElseThrow().isAfter(at) ? due.orElseThrow() : at;
        return from.plus(every);
    }

    private Counts counted(Outcome outcome) {
        Counts more =
                outcome instanceof Outcome.Measured measured ? measured.counts().orElse(NONE) : NONE;
        return more.total() == 0 ? counted : counted.plus(more);
    }

    private String unmeasured(Outcome outcome, Quality quality) {
        if (outcome instanceof Outcome.Measured measured && quality == Quality.NO_DATA) {
            return measured.detail();
        }
        if (outcome instanceof Outcome.NoData nothing) {
            return nothing.detail();
        }
        return outcome instanceof Outcome.Failed failure ? failure.detail() : lastUnmeasured;
    }

    private Tally turned(boolean failing, Instant at) {
        if (failing == failingFrom.isPresent()) {
            return this;
        }
        Duration total = failing ? failed : failingUntil(at);
        Optional<Instant> from = failing ? Optional.of(at) : Optional.empty();
        return new Tally(
                good,
                soft,
                bad,
                inherited,
                regular,
                noData,
                errors,
                total,
                from,
                min,
                max,
                counted,
                covered,
                due,
                before,
                lastUnmeasured);
    }

    /** All the time spent failing until {@code at}. */
    Duration failingUntil(Instant at) {
        return failingFrom
                .filter(at::isAfter)
                .map(from -> failed.plus(Duration.between(from, at)))
                .orElse(failed);
    }

    /** Bad samples that are the release's own. */
    long ownBad() {
        return bad - inherited;
    }

    /** Samples that are evidence. */
    long evidence() {
        return good + bad;
    }
}
