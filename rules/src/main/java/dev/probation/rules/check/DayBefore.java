package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.check.series.WallClocks;
import dev.probation.rules.evidence.proportion.ConfidenceSequence;
import dev.probation.rules.evidence.proportion.SteadyStretch;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds a check's breach at the same time on the last day before the deployment: a limit that is crossed every day. */
final class DayBefore {

    /** What comes every day does not come to the minute. */
    private static final Duration AROUND = Duration.ofHours(1);
    /** Of what came later on that day, so much must be seen that it is told from a burst. */
    private static final Duration BEGINNING = Duration.ofMinutes(30);
    /** So many bad events are no breach where they would be seen as often by chance anywhere in the time that is looked at. */
    private static final double CHANCE = 0.01;
    /** The same of what is left without the worst burst, which was left out because it was the worst. */
    private static final double CHANCE_OF_REST = 0.1;
    /** No day is quite as the one before: a share is clearly larger where it is so many times what that one's may have been. */
    private static final double LARGER = 1.25;
    /** That of few events may have been larger than this many times what it looks, which would hide three times as much. */
    private static final double MOST = 1.6;
    /** It comes no more earlier than it lasted on that day, and ends no more than so many times that later, */
    private static final int LONGER = 2;
    /** but no more than this. */
    private static final Duration LATER = Duration.ofHours(4);

    private static final Duration DAY = Duration.ofDays(1);
    /** What clocks are put forward or back by. */
    private static final Duration CHANGE = Duration.ofHours(1);

    private static final Duration PIECE = Duration.ofMinutes(5);
    /** So much of the beginning of some hours may be unknown. */
    private static final Duration UNKNOWN = Duration.ofMinutes(15);

    static final String WHEN = " at this time on the day before the deployment";

    private final Check check;
    private final Baseline baseline;

    DayBefore(Check check, Baseline baseline) {
        this.check = check;
        this.baseline = baseline;
    }

    /** The breach that was there at this time; empty where there was none, or where nothing is known of it. */
    Optional<PreExistingBreach> at(Instant at) {
        Instant then = at.minus(baseline.sinceDayBefore(at));
        Duration changed = changed(baseline, at);
        Duration around = longer(RatioRules.lasting(check), AROUND).plus(changed);
        Time time = new Time(
                then,
                changed,
                baseline.atTimesOfDay(then.minus(around), then.plus(around).plus(BEGINNING)),
                baseline.atTimesOfDay(
                        then.minus(around).minus(LATER), then.plus(around).plus(LATER)));
        if (time.near().isEmpty()) {
            return Optional.empty();
        }
        boolean counts =
                check.proportion().isPresent() && !Baseline.counted(time.far()).isEmpty();
        return counts ? ofShare(time) : ofValues(time);
    }

    /**
     * A time of that day.
     *
     * @param changed how much earlier or later by the clocks it may have been
     * @param near what was measured around it, which is what a breach of today is held against
     * @param far the same and what lies around that, which tells how long a breach lasted in all
     */
    private record Time(Instant then, Duration changed, List<Sample> near, List<Sample> far) {}

    /** From when to when something lasted. */
    private record Extent(Instant from, Instant to) {

        static Extent of(SteadyStretch stretch) {
            return new Extent(stretch.until().minus(stretch.lasted()), stretch.until());
        }

        boolean overlaps(Extent other) {
            return !other.from.isAfter(to) && !from.isAfter(other.to);
        }

        Extent and(Extent other) {
            return new Extent(from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
        }

        Duration lasted() {
            return Duration.between(from, to);
        }

        /** From when to when it is an excuse, where clocks may have changed by so much. */
        private Extent excused(Duration changed) {
            Instant begins = from.minus(shorter(lasted(), AROUND));
            Instant ends = to.plus(shorter(lasted().multipliedBy(LONGER), LATER));
            return new Extent(begins.minus(changed), ends.plus(changed));
        }

        boolean excuses(Time time) {
            Extent excused = excused(time.changed());
            return !time.then().isBefore(excused.from()) && !time.then().isAfter(excused.to());
        }

        /** The same of this time on any day. */
        boolean excusesDaily(Instant then, Duration changed) {
            Extent excused = excused(changed);
            long since = Math.floorMod(Duration.between(excused.from(), then).toNanos(), DAY.toNanos());
            return since <= excused.lasted().toNanos();
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** How much earlier or later the same time of that day may have been, where clocks were put forward or back since. */
    static Duration changed(Baseline baseline, Instant at) {
        return WallClocks.mayHaveChanged(at.minus(baseline.sinceDayBefore(at)), at) ? CHANGE : Duration.ZERO;
    }

    /** Whether a breach of that day is no excuse any more at this time of the day, so that one must be looked for anew. */
    boolean isOutdated(PreExistingBreach breach, Instant at) {
        return breach.until()
                .map(until -> new Extent(until.minus(breach.lasted()), until))
                .filter(extent -> !extent.excusesDaily(at, changed(baseline, at)))
                .isPresent();
    }

    /**
     * What was counted in the same hours of the last day before the deployment, where too much of it was bad as well, and hardly
     * less; empty where it was not, or where nothing is known of it.
     */
    Optional<String> inTheHours(Instant from, Instant to, Counts now) {
        Duration days = baseline.sinceDayBefore(from);
        Instant begin = from.minus(days);
        List<Sample> samples = baseline.between(begin, to.minus(days));
        SortedMap<Instant, Counts> counted = counted(samples);
        boolean known = !counted.isEmpty() && !counted.firstKey().isAfter(begin.plus(UNKNOWN));
        if (!known || check.proportion().isEmpty()) {
            return Optional.empty();
        }
        Proportion proportion = check.proportion().orElseThrow();
        SteadyStretch then = SteadyStretch.whole(counted, RatioRules.lasting(check));
        boolean like = BinomialTail.ofAtLeast(then.all(), proportion.allowed()) <= CHANCE
                && now.bad() <= now.total() * worse(then.rest(), proportion)
                && !extents(samples).isEmpty();
        return like
                ? Optional.of(ShareText.of(then.all(), proportion.allowed())
                        + " in the same hours of the day before the deployment")
                : Optional.empty();
    }

    /** The share that is clearly larger; where nearly all events were bad, nothing is. */
    static double worse(Counts counts, Proportion proportion) {
        double high = ConfidenceSequence.high(counts.bad(), counts.total(), proportion.alpha());
        double most = MOST * counts.bad() / counts.total();
        return Math.min(Math.min(high, most) * LARGER, Attribution.ALL);
    }

    private Optional<PreExistingBreach> ofShare(Time time) {
        return ofShare(time, time.near()).or(() -> ofShare(time, time.far()));
    }

    /** @param samples where few events are counted, those of two hours tell too little */
    private Optional<PreExistingBreach> ofShare(Time time, List<Sample> samples) {
        double allowed = check.proportion().orElseThrow().allowed();
        List<Extent> extents = extents(time.far());
        return SteadyStretch.above(allowed, pieces(samples), RatioRules.lasting(check))
                .filter(stretch -> whole(stretch, extents, time).isPresent())
                .filter(stretch -> isAbove(stretch, allowed))
                .findFirst()
                .flatMap(stretch -> whole(stretch, extents, time).map(whole -> ofShare(stretch, whole, samples)));
    }

    /** How long it was so in all, where that excuses a breach at this time. */
    private static Optional<Extent> whole(SteadyStretch stretch, List<Extent> extents, Time time) {
        return extents.stream()
                .filter(Extent.of(stretch)::overlaps)
                .filter(extent -> extent.excuses(time))
                .findFirst();
    }

    /** From when to when the share was above the limit. */
    private List<Extent> extents(List<Sample> samples) {
        double allowed = check.proportion().orElseThrow().allowed();
        return joined(SteadyStretch.cores(
                allowed, pieces(samples), RatioRules.lasting(check), stretch -> isAbove(stretch, allowed)));
    }

    /** What was counted, in pieces that are no shorter than those in which the past is read: all stretches of them are tried. */
    static SortedMap<Instant, Counts> pieces(List<Sample> samples) {
        SortedMap<Instant, Counts> pieces = new TreeMap<>();
        Instant last = Instant.EPOCH;
        Counts piece = new Counts(0, 0);
        for (Map.Entry<Instant, Counts> each : counted(samples).entrySet()) {
            piece = piece.plus(each.getValue());
            if (!each.getKey().isBefore(last.plus(PIECE))) {
                pieces.put(each.getKey(), piece);
                last = each.getKey();
                piece = new Counts(0, 0);
            }
        }
        return pieces;
    }

    /** What samples counted; a time without traffic is no gap, but one with no events. */
    static SortedMap<Instant, Counts> counted(List<Sample> samples) {
        SortedMap<Instant, Counts> counted = Baseline.counted(samples);
        samples.stream()
                .filter(sample -> sample.outcome() instanceof Outcome.NoData nothing && nothing.idle())
                .forEach(sample -> counted.put(sample.at(), new Counts(0, 0)));
        return counted;
    }

    /** Stretches that overlap are one. */
    private static List<Extent> joined(List<SteadyStretch> stretches) {
        List<Extent> joined = new ArrayList<>();
        stretches.stream()
                .map(Extent::of)
                .sorted(Comparator.comparing(Extent::from))
                .forEach(extent -> {
                    int last = joined.size() - 1;
                    if (last >= 0 && joined.get(last).overlaps(extent)) {
                        Extent unusedShorter = joined.set(last, joined.get(last).and(extent));
                    } else {
                        joined.add(extent);
                    }
                });
        return joined;
    }

    private static boolean isAbove(SteadyStretch stretch, double allowed) {
        return BinomialTail.ofAtLeast(stretch.rest(), allowed) <= CHANCE_OF_REST
                && BinomialTail.ofAtLeast(stretch.all(), allowed) * stretch.fits() <= CHANCE;
    }

    private PreExistingBreach ofShare(SteadyStretch stretch, Extent whole, List<Sample> samples) {
        Proportion proportion = check.proportion().orElseThrow();
        Counts counts = stretch.rest();
        double worse = worse(counts, proportion);
        boolean sharp = check.rollbackWhen()
                .filter(limit ->
                        limit.wasBelow(worse).orElseGet(() -> run(samples).isSharp()))
                .isPresent();
        String reason = ShareText.of(counts, proportion.allowed()) + WHEN;
        return PreExistingBreach.ofShare(reason, whole.lasted(), sharp, worse, counts)
                .until(whole.to());
    }

    private Optional<PreExistingBreach> ofValues(Time time) {
        Extent near = new Extent(
                time.near().get(0).at(), time.near().get(time.near().size() - 1).at());
        return run(time.far()).failed().stream()
                .filter(streak -> extent(streak).overlaps(near))
                .filter(streak -> extent(streak).excuses(time))
                .max(Comparator.comparing(Streak::lasted))
                .map(streak -> ofValues(streak, time.near()));
    }

    private static Extent extent(Streak streak) {
        return new Extent(streak.first(), streak.last());
    }

    private PreExistingBreach ofValues(Streak streak, List<Sample> near) {
        String reason = check.bad(near) + WHEN + ", for " + Durations.write(streak.lasted()) + " in one stretch";
        return PreExistingBreach.ofValues(reason, streak.lasted(), run(near).isSharp())
                .until(streak.last());
    }

    /**
     * What the check's own rule made of samples.
     *
     * @param failed the streaks with which it was failing
     * @param isSharp whether it went beyond the sharper limit for long enough
     */
    private record Run(Collection<Streak> failed, boolean isSharp) {}

    private Run run(List<Sample> samples) {
        CheckMachine machine = new CheckMachine(check.withoutProportion());
        Duration every = SteadyStretch.spacing(samples.stream().map(Sample::at).toList());
        CheckProgress progress = CheckProgress.NONE;
        SortedMap<Instant, Streak> failed = new TreeMap<>();
        boolean sharp = false;
        for (Sample sample : samples) {
            progress = machine.step(progress, sample, check.quality(sample.outcome()), every);
            sharp |= machine.sharpBreach(progress).isPresent();
            if (progress.state() == CheckState.FAILING) {
                progress.breach().ifPresent(streak -> failed.put(streak.first(), streak));
            }
        }
        return new Run(failed.values(), sharp);
    }
}
