package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.ConfidenceSequence;
import dev.probation.rules.evidence.proportion.NewestShare;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells a breach that was there before the deployment from one that came with it. */
final class Attribution {

    /** Samples of a baseline are at least so far apart. */
    static final Duration APART = Duration.ofMinutes(1);
    /** Few bad events are no breach where so many would be seen as often by chance. */
    private static final double CHANCE = 0.05;
    /** What the newest samples say is clearly worse than on the day before where they are so many times as bad, */
    private static final double CLEARLY = 1.2;
    /** and would be seen so rarely by chance. */
    private static final double SURELY = 0.001;
    /** A day that was no worse than this tells no more than what is known from before already. */
    private static final double LARGER = 1.1;
    /** So near to 1 that no number of bad events would tell that the share is larger. */
    static final double ALL = 1 - 1e-12;

    private final Check check;
    private final Baseline baseline;
    private final BaselineValues values;
    private final DayBefore dayBefore;
    private final LesserTraffic lesserTraffic;
    private final RecurringBreaches recurring;

    Attribution(Check check, Baseline baseline) {
        this.check = check;
        this.baseline = baseline;
        this.values = new BaselineValues(check, baseline);
        this.dayBefore = new DayBefore(check, baseline);
        this.lesserTraffic = new LesserTraffic(check, baseline);
        this.recurring = new RecurringBreaches(check, baseline);
    }

    /** What the release inherited of this check's breaches, as it went live. */
    Optional<PreExistingBreach> inherited() {
        // what is held against the baseline cannot have been bad in it
        if (check.series().isPresent() || baseline.old().isEmpty()) {
            return Optional.empty();
        }
        return check.proportion().isPresent() && !baseline.recentCounted().isEmpty() ? ofShare() : ofValues();
    }

    /**
     * The test of whether the share has become clearly worse, where the release inherited one that is too large. What recurs is held
     * against the others of that day instead.
     */
    static Optional<RatioRule> worse(RatioRule test, PreExistingBreach inherited) {
        return inherited.counts() && inherited.recurrence().isEmpty()
                ? Optional.of(test.of(inherited.share()))
                : Optional.empty();
    }

    private Optional<PreExistingBreach> ofShare() {
        Proportion proportion = check.proportion().orElseThrow();
        SortedMap<Instant, Counts> recent = baseline.recentCounted();
        NewestShare.Stretch newest = newest(recent);
        Counts counts = newest.counts();
        if (BinomialTail.ofAtLeast(counts, proportion.allowed()) > CHANCE) {
            return Optional.empty();
        }
        double high = ConfidenceSequence.high(counts.bad(), counts.total(), proportion.alpha());
        // where all events were bad, nothing is worse
        double worse = Math.min(high, ALL);
        String reason =
                ShareText.of(counts, proportion.allowed()) + " in the quarter of an hour before the rollout began";
        boolean sharp = check.rollbackWhen()
                .filter(limit -> limit.wasBelow(worse).orElseGet(() -> isRecent(limit)))
                .isPresent();
        SortedMap<Instant, Counts> known = baseline.countedToTheLast();
        SortedMap<Instant, Boolean> wrong = new TreeMap<>();
        known.forEach((at, each) -> wrong.put(at, isBad(each, proportion)));
        Quiet quiet = Quiet.of(wrong, baseline.rolloutBegan());
        List<Counts> well = known.tailMap(quiet.from().plusNanos(1)).values().stream()
                .takeWhile(each -> !isBad(each, proportion))
                .toList();
        Instant ended = well.isEmpty() ? baseline.deployedAt() : quiet.from();
        Duration lasted = Duration.between(begun(newest, proportion), ended);
        PreExistingBreach breach = PreExistingBreach.ofShare(reason, lasted, sharp, worse, counts);
        if (!well.isEmpty()) {
            breach = breach.fineSince(ended, well);
            if (quiet.isOver(RatioRules.lasting(check)) && breach.isOver(proportion.allowed())) {
                return Optional.empty();
            }
        }
        boolean begun = recent.size() > 1 && newest.from().equals(recent.lastKey());
        return Optional.of(begun ? breach.justBegun() : breach);
    }

    private static Stream<Instant> bad(SortedMap<Instant, Counts> counted, Proportion proportion) {
        return counted.entrySet().stream()
                .filter(each -> isBad(each.getValue(), proportion))
                .map(Map.Entry::getKey);
    }

    private static boolean isBad(Counts counts, Proportion proportion) {
        return counts.bad() > proportion.allowed() * counts.total();
    }

    private NewestShare.Stretch newest(SortedMap<Instant, Counts> counted) {
        Duration lasting = RatioRules.lasting(check);
        return NewestShare.of(counted, lasting);
    }

    /** Since when the share had been too large, in one stretch after the other, as far as is known. */
    private Instant begun(NewestShare.Stretch newest, Proportion proportion) {
        SortedMap<Instant, Counts> all = baseline.oldCounted();
        SortedMap<Instant, Counts> earlier = all.headMap(newest.from());
        Instant from = newest.from();
        while (!earlier.isEmpty()) {
            NewestShare.Stretch stretch = newest(earlier);
            if (stretch.counts().bad()
                    <= proportion.allowed() * stretch.counts().total()) {
                break;
            }
            from = stretch.from();
            earlier = earlier.headMap(from);
        }
        return bad(all.tailMap(from), proportion).findFirst().orElse(from);
    }

    private boolean isRecent(SharperLimit limit) {
        return baseline.recent().stream().anyMatch(limit::isBeyond);
    }

    private Optional<PreExistingBreach> ofValues() {
        List<Sample> old = baseline.old();
        CheckMachine machine = new CheckMachine(check.withoutProportion());
        CheckProgress progress = CheckProgress.NONE;
        Optional<Instant> begun = Optional.empty();
        Instant recent = baseline.rolloutBegan().minus(Baseline.RECENT);
        if (quiet().isOver(RatioRules.lasting(check))) {
            return Optional.empty();
        }
        for (Sample sample : old) {
            Duration every = check.every().compareTo(APART) > 0 ? check.every() : APART;
            progress = machine.step(progress, sample, check.quality(sample.outcome()), every);
            boolean failed =
                    progress.state() == CheckState.FAILING && !sample.at().isBefore(recent);
            begun = begun.isPresent() || !failed ? begun : Optional.of(began(progress, sample));
        }
        Optional<Instant> open = progress.state() == CheckState.BREACHING ? begunBy(progress) : Optional.empty();
        return begun.or(() -> open).map(this::valued);
    }

    private Quiet quiet() {
        SortedMap<Instant, Boolean> wrong = new TreeMap<>();
        for (Sample sample : baseline.toTheLast()) {
            Quality quality = check.quality(sample.outcome());
            if (check.isMeasured(sample.outcome(), quality)) {
                wrong.put(sample.at(), quality == Quality.BAD);
            }
        }
        return Quiet.of(wrong, baseline.rolloutBegan());
    }

    private static Instant began(CheckProgress progress, Sample sample) {
        return begunBy(progress).orElse(sample.at());
    }

    private static Optional<Instant> begunBy(CheckProgress progress) {
        return progress.breach().map(Streak::first);
    }

    private PreExistingBreach valued(Instant begun) {
        boolean sharp = check.rollbackWhen().filter(this::isRecent).isPresent();
        Duration lasted = Duration.between(begun, baseline.deployedAt());
        String reason = check.bad(baseline.old()) + " in the hour before the deployment, since "
                + Durations.write(lasted) + " before it";
        return PreExistingBreach.ofValues(reason, lasted, sharp);
    }

    /**
     * What excuses a breach that began, or that became worse than what was there before: that it was so at this time on the day
     * before, too, that only the traffic is less at a weekend, or that there were others like it on that day.
     */
    Optional<PreExistingBreach> asEveryDay(CheckProgress progress, Instant at) {
        if (check.series().isPresent()) {
            return Optional.empty();
        }
        return dayBefore
                .at(at)
                .filter(day -> isExcuse(day, progress))
                .or(() -> lesserTraffic.at(progress, at).filter(day -> isExcuse(day, progress)))
                .or(() -> recurring.like(progress, at));
    }

    /** Whether what was so on the day before explains what is wrong now, and more of it than what is known already. */
    private boolean isExcuse(PreExistingBreach day, CheckProgress progress) {
        return explains(day, progress)
                && !beganAtAnotherTime(day, progress)
                && progress.inherited()
                        .filter(known -> known.recurrence().isEmpty())
                        .filter(known -> !isClearlyLarger(day, known) && (known.sharp() || !day.sharp()))
                        .isEmpty();
    }

    /** Of what others of that day excused until now. */
    private boolean beganAtAnotherTime(PreExistingBreach day, CheckProgress progress) {
        return progress.inherited()
                .flatMap(PreExistingBreach::recurrence)
                .filter(now -> dayBefore.isOutdated(day, now.since()))
                .isPresent();
    }

    /** Whether what is wrong now is not what was there before: by its share, or because it came at another time. */
    boolean isAnother(PreExistingBreach breach, CheckProgress progress, Instant at) {
        boolean isLess = progress.isWrong()
                && progress.evidence()
                        .filter(evidence -> breach.isAnother(evidence.stretch().dividedBy(evidence.clump())))
                        .isPresent();
        return isLess || dayBefore.isOutdated(breach, at);
    }

    /** What excuses too large a share of what was counted in some hours: that it was so in those of the day before, too. */
    Optional<String> asEveryDay(Instant from, Instant to, Counts counted) {
        return dayBefore
                .inTheHours(from, to, counted)
                .or(() -> lesserTraffic.inTheHours(from, to, counted))
                .or(() -> recurring.inTheHours(from, to, counted));
    }

    /** Whether the newest samples are not clearly worse than what was there on the day before; of values the next ones tell. */
    private static boolean explains(PreExistingBreach day, CheckProgress progress) {
        if (!day.counts() || progress.evidence().isEmpty()) {
            return day.counts() == progress.isCounted();
        }
        RatioEvidence evidence = progress.evidence().orElseThrow();
        Counts clumps = evidence.stretch().dividedBy(evidence.clump());
        return BinomialTail.ofAtLeast(clumps, Math.min(day.share() * CLEARLY, ALL)) > SURELY;
    }

    private boolean isClearlyLarger(PreExistingBreach day, PreExistingBreach known) {
        if (day.counts() != known.counts()) {
            return false;
        }
        return day.counts() ? day.share() > known.share() * LARGER : values.isClearlyWorse(day, known);
    }

    /**
     * With one more sample since the deployment.
     *
     * @param progress up to that sample
     */
    PreExistingBreach next(PreExistingBreach before, CheckProgress progress, Sample sample, Quality quality) {
        return before.recurrence()
                .map(known -> recurring.next(before, known, progress, sample))
                .orElseGet(() -> compared(before, sample, quality));
    }

    private PreExistingBreach compared(PreExistingBreach before, Sample sample, Quality quality) {
        return before.compared()
                .map(known -> before.comparing(values.next(known, sample, quality, before)))
                .orElse(before);
    }
}
