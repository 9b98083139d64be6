package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.ConfidenceSequence;
import dev.probation.rules.evidence.proportion.SteadyStretch;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Finds a check's breach at the same time on the last day before the deployment: a limit that is crossed every day. */
final class DayBefore {

    /** What comes every day does not come to the minute. */
    private static final Duration AROUND = Duration.ofHours(1);
    /** So many bad events are no breach where they would be seen as often by chance anywhere in the time that is looked at. */
    private static final double CHANCE = 0.01;
    /** The same of what is left without the worst burst, which was left out because it was the worst. */
    private static final double CHANCE_OF_REST = 0.1;
    /** No day is quite as the one before: a share is clearly larger where it is so many times what that one's may have been. */
    private static final double LARGER = 1.25;
    /** That of few events may have been larger than this many times what it looks, which would hide three times as much. */
    private static final double MOST = 1.6;
    /** How long after its time a breach of that day is no excuse any more. */
    private static final Duration HOLDS = Duration.ofHours(4);
    /** So much of the beginning of some hours may be unknown. */
    private static final Duration UNKNOWN = Duration.ofMinutes(15);

    private static final String WHEN = " at this time on the day before the deployment";

    private final Check check;
    private final Baseline baseline;

    DayBefore(Check check, Baseline baseline) {
        this.check = check;
        this.baseline = baseline;
    }

    /** The breach that was there at this time; empty where there was none, or where nothing is known of it. */
    Optional<PreExistingBreach> at(Instant at) {
        Instant then = at.minus(baseline.sinceDayBefore(at));
        Duration around = RatioRules.lasting(check).compareTo(AROUND) > 0 ? RatioRules.lasting(check) : AROUND;
        List<Sample> samples = baseline.between(then.minus(around), then.plus(around));
        SortedMap<Instant, Counts> counted = Baseline.counted(samples);
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        return check.proportion().isPresent() && !counted.isEmpty() ? ofShare(samples, counted) : ofValues(samples);
    }

    /** Whether a breach of that day ended so long before this time of the day that it must be looked for anew. */
    boolean isOutdated(PreExistingBreach breach, Instant at) {
        Instant then = at.minus(baseline.sinceDayBefore(at));
        return breach.until()
                .filter(until -> Duration.between(until, then).abs().compareTo(HOLDS) > 0)
                .isPresent();
    }

    /**
     * What was counted in the same hours of the last day before the deployment, where too much of it was bad as well, and hardly
     * less; empty where it was not, or where nothing is known of it.
     */
    Optional<String> inTheHours(Instant from, Instant to, Counts now) {
        Duration days = baseline.sinceDayBefore(from);
        Instant begin = from.minus(days);
        SortedMap<Instant, Counts> counted = Baseline.counted(baseline.between(begin, to.minus(days)));
        boolean known = !counted.isEmpty() && !counted.firstKey().isAfter(begin.plus(UNKNOWN));
        if (!known || check.proportion().isEmpty()) {
            return Optional.empty();
        }
        Proportion proportion = check.proportion().orElseThrow();
        SteadyStretch then = SteadyStretch.whole(counted, RatioRules.lasting(check));
        boolean like = isAbove(then, proportion.allowed()) && now.bad() <= now.total() * worse(then.rest(), proportion);
        return like
                ? Optional.of(ShareText.of(then.all(), proportion.allowed())
                        + " in the same hours of the day before the deployment")
                : Optional.empty();
    }

    /** The share that is clearly larger; where nearly all events were bad, nothing is. */
    private static double worse(Counts counts, Proportion proportion) {
        double high = ConfidenceSequence.of(counts.bad(), counts.total(), proportion.alpha())
                .high();
        double most = MOST * counts.bad() / counts.total();
        return Math.min(Math.min(high, most) * LARGER, Attribution.ALL);
    }

    private Optional<PreExistingBreach> ofShare(List<Sample> samples, SortedMap<Instant, Counts> counted) {
        Proportion proportion = check.proportion().orElseThrow();
        return SteadyStretch.above(proportion.allowed(), counted, RatioRules.lasting(check)).stream()
                .filter(stretch -> isAbove(stretch, proportion.allowed()))
                .findFirst()
                .map(stretch -> ofShare(proportion, stretch, samples));
    }

    private static boolean isAbove(SteadyStretch stretch, double allowed) {
        return BinomialTail.ofAtLeast(stretch.rest(), allowed) <= CHANCE_OF_REST
                && BinomialTail.ofAtLeast(stretch.all(), allowed) * stretch.fits() <= CHANCE;
    }

    private PreExistingBreach ofShare(Proportion proportion, SteadyStretch stretch, List<Sample> samples) {
        Counts counts = stretch.rest();
        double worse = worse(counts, proportion);
        boolean sharp = check.rollbackWhen()
                .filter(limit ->
                        limit.wasBelow(worse).orElseGet(() -> run(samples).sharp()))
                .isPresent();
        String reason = ShareText.of(counts, proportion.allowed()) + WHEN;
        return PreExistingBreach.ofShare(reason, stretch.lasted(), sharp, worse, counts)
                .until(stretch.until());
    }

    private Optional<PreExistingBreach> ofValues(List<Sample> samples) {
        Run run = run(samples);
        long bad = samples.stream()
                .filter(sample -> check.quality(sample.outcome()) == Quality.BAD)
                .count();
        return run.failed().map(streak -> {
            String reason = String.format(
                    Locale.ROOT,
                    "%d of %d samples bad%s, for %s in one stretch",
                    bad,
                    samples.size(),
                    WHEN,
                    Durations.write(streak.lasted()));
            return PreExistingBreach.ofValues(reason, streak.lasted(), run.sharp())
                    .until(streak.last());
        });
    }

    /**
     * What the check's own rule made of samples.
     *
     * @param failed the longest streak with which it was failing
     * @param sharp whether it went beyond the sharper limit for long enough
     */
    private record Run(Optional<Streak> failed, boolean sharp) {

        Run and(CheckProgress progress, boolean isSharp) {
            Optional<Streak> newest = progress.state() == CheckState.FAILING ? progress.streak() : Optional.empty();
            Optional<Streak> longest =
                    Stream.concat(failed.stream(), newest.stream()).max(Comparator.comparing(Streak::lasted));
            return new Run(longest, sharp || isSharp);
        }
    }

    private Run run(List<Sample> samples) {
        CheckMachine machine = new CheckMachine(check.withoutProportion());
        Duration every = SteadyStretch.spacing(samples.stream().map(Sample::at).toList());
        CheckProgress progress = CheckProgress.NONE;
        Run run = new Run(Optional.empty(), false);
        for (Sample sample : samples) {
            progress = machine.step(progress, sample, check.quality(sample.outcome()), every);
            run = run.and(progress, machine.sharpBreach(progress).isPresent());
        }
        return run;
    }
}
