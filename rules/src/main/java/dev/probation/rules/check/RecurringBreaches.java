package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.SteadyStretch;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Breaches that came again and again on the day before the deployment, such as those of a job each hour: one more is not the
 * release's doing. They may be shorter than what the counts of that day, a few minutes each, tell from a burst, so that they are
 * held against each other by how much of a time was bad in all: 8 minutes of 1 % are as bad as 80 seconds of 6 %.
 */
final class RecurringBreaches {

    /** Two are no pattern. */
    private static final int FEWEST = 3;
    /** So many bad events are no breach where they would be seen as often by chance anywhere in the day. */
    private static final double CHANCE = 0.01;
    /** One is worse where so many times as much was bad, */
    private static final double WORSE = 1.5;
    /** and would be seen so rarely by chance. */
    private static final double SURELY = 0.001;
    /** One is longer where it lasts so many halves as long. */
    private static final int LONGER_HALVES = 3;
    /** What comes again after less than this part of the shortest time between them comes more often. */
    private static final int SOONER = 2;

    /** A breach from one count to so many later has one between that holds nothing else. */
    private static final int WITHIN = 2;

    private static final Duration DAY = Duration.ofDays(1);
    /** Less of the day tells nothing of how often it was so. */
    private static final Duration NEARLY_ALL = Duration.ofHours(20);
    /** What came again and again within less was one incident. */
    private static final Duration SPREAD = Duration.ofHours(6);

    private final Check check;
    private final Baseline baseline;
    /** Made when it is asked for, since few checks breach. */
    private @Nullable Day day;

    RecurringBreaches(Check check, Baseline baseline) {
        this.check = check;
        this.baseline = baseline;
    }

    /** One of that day, from one of its counts to another, both included. */
    private record Breach(int first, int last, Counts counts) {}

    /**
     * What was counted on that day.
     *
     * @param apart how far its counts are from each other
     */
    private record Day(List<Instant> at, List<Counts> counts, Duration apart, List<Breach> breaches) {

        /** For how long all events would have been bad, in nanoseconds, of so many counts from one on; after the last comes the first. */
        double badTime(int first, int number) {
            double time = 0;
            for (int i = first; i < first + number; i++) {
                Counts each = counts.get(i % counts.size());
                time += each.total() == 0 ? 0 : (double) each.bad() / each.total() * apart.toNanos();
            }
            return time;
        }

        /** The same of the breach that is the third worst by it, of which there are so two that are no better. */
        double badTime(int number) {
            return breaches.stream()
                    .map(breach -> badTime(breach.first(), number))
                    .sorted(Comparator.reverseOrder())
                    .skip(FEWEST - 1)
                    .findFirst()
                    .orElse(0.0);
        }

        /**
         * The share that the third worst of them may have had for so long. All of a short one may have been bad within that time,
         * for all that is known; of a longer one the counts within it hold nothing else.
         */
        double largestShare(Duration lasting) {
            double least = Math.max(1, lasting.toNanos());
            return breaches.stream()
                    .map(breach -> breach.last() - breach.first() < WITHIN
                            ? Math.min(1, badTime(breach.first(), 1) / least)
                            : inner(breach))
                    .sorted(Comparator.reverseOrder())
                    .skip(FEWEST - 1)
                    .findFirst()
                    .orElse(0.0);
        }

        private double inner(Breach breach) {
            return IntStream.range(breach.first() + 1, breach.last())
                    .mapToObj(counts::get)
                    .filter(each -> each.total() > 0)
                    .mapToDouble(each -> (double) each.bad() / each.total())
                    .max()
                    .orElse(0);
        }

        /** How long a breach may be: half as long again as the third longest of them, whose counts may end within it. */
        Duration longest() {
            int number = breaches.stream()
                    .map(breach -> breach.last() + 1 - breach.first())
                    .sorted(Comparator.reverseOrder())
                    .skip(FEWEST - 1)
                    .findFirst()
                    .orElse(0);
            return apart.multipliedBy(number + 1L).multipliedBy(LONGER_HALVES).dividedBy(2);
        }

        /** The shortest time from the end of one to the beginning of the next. */
        Duration between() {
            Duration shortest = DAY;
            for (int i = 1; i < breaches.size(); i++) {
                Instant ended = at.get(breaches.get(i - 1).last());
                Instant began = at.get(breaches.get(i).first()).minus(apart);
                Duration one = Duration.between(ended, began);
                shortest = one.compareTo(shortest) < 0 ? one : shortest;
            }
            return shortest;
        }
    }

    /** What excuses a breach that began: that there were others like it. */
    Optional<PreExistingBreach> like(CheckProgress progress, Instant at) {
        boolean known =
                progress.inherited().flatMap(PreExistingBreach::recurrence).isPresent();
        if (known || check.proportion().isEmpty() || day().breaches().size() < FEWEST) {
            return Optional.empty();
        }
        return progress.evidence()
                .filter(evidence ->
                        !isMore(clumps(evidence.stretch(), evidence), at.minus(RatioRules.lasting(check)), at))
                .map(evidence -> new Recurrence(begun(progress, at), evidence.stretch(), false))
                .filter(now -> !isLonger(now, at))
                .map(this::recurring);
    }

    /** Bad events that come together tell no more than one. */
    private static Counts clumps(Counts counted, RatioEvidence evidence) {
        return counted.dividedBy(evidence.clump());
    }

    /** It may have been excused until now by what was so at this time on that day. */
    private Instant begun(CheckProgress progress, Instant at) {
        Instant newest = at.minus(RatioRules.lasting(check));
        return progress.since().filter(newest::isAfter).orElse(newest);
    }

    private boolean isLonger(Recurrence now, Instant at) {
        return at.isAfter(now.since().plus(day().longest()));
    }

    /** What excuses too large a share of what was counted in some hours: that such breaches made it so. */
    Optional<String> inTheHours(Instant from, Instant to, Counts counted) {
        boolean isLike =
                check.proportion().isPresent() && day().breaches().size() >= FEWEST && !isMore(counted, from, to);
        return isLike ? Optional.of(reason()) : Optional.empty();
    }

    private PreExistingBreach recurring(Recurrence now) {
        Duration pause = day().between().dividedBy(SOONER);
        Counts counts = thirdWorst().counts();
        return PreExistingBreach.ofShare(reason(), pause, isSharp(day()), Attribution.ALL, counts)
                .recurring(now);
    }

    private String reason() {
        return ShareText.of(
                        thirdWorst().counts(), check.proportion().orElseThrow().allowed()) + " in one of "
                + day().breaches().size() + " such breaches on the day before the deployment";
    }

    private Breach thirdWorst() {
        return day().breaches().stream()
                .sorted(Comparator.comparingLong(
                                (Breach breach) -> breach.counts().bad())
                        .reversed())
                .skip(FEWEST - 1)
                .findFirst()
                .orElseThrow();
    }

    /** Whether it may have gone beyond the sharper limit, too, for as long as that asks for. */
    private boolean isSharp(Day known) {
        return check.rollbackWhen()
                .filter(limit ->
                        limit.wasBelow(known.largestShare(limit.lasting())).orElseGet(() -> isBeyond(known, limit)))
                .isPresent();
    }

    private boolean isBeyond(Day known, SharperLimit limit) {
        return known.breaches().stream()
                        .filter(breach ->
                                baseline
                                        .between(
                                                known.at().get(breach.first()),
                                                known.at().get(breach.last()).plusNanos(1))
                                        .stream()
                                        .anyMatch(limit::isBeyond))
                        .count()
                >= FEWEST;
    }

    /** With one more sample, of a breach that was found to be like others. */
    PreExistingBreach next(PreExistingBreach breach, Recurrence known, CheckProgress progress, Sample sample) {
        Instant at = sample.at();
        Recurrence now = known.with(PreExistingBreach.counted(sample));
        Counts counted = progress.evidence()
                .map(evidence -> clumps(now.counted(), evidence))
                .orElse(now.counted());
        return breach.recurring(now.isMore(isLonger(now, at) || isMore(counted, now.since(), at)));
    }

    /** Whether clearly more was bad than in as long a time after the beginning of the third worst of them. */
    private boolean isMore(Counts counted, Instant from, Instant to) {
        Day known = day();
        long lasted = Math.max(1, Duration.between(from, to).toNanos());
        // counts may begin and end within a breach
        long number = known.apart().isZero() ? 0 : (lasted - 1) / known.apart().toNanos() + 2;
        double most = Math.min(WORSE * known.badTime((int) number) / lasted, Attribution.ALL);
        return BinomialTail.ofAtLeast(counted, most) <= SURELY;
    }

    private Day day() {
        if (day == null) {
            Instant until = baseline.rolloutBegan();
            day = day(DayBefore.pieces(baseline.between(until.minus(DAY), until)));
        }
        return day;
    }

    private Day day(SortedMap<Instant, Counts> counted) {
        List<Instant> at = List.copyOf(counted.keySet());
        List<Counts> counts = List.copyOf(counted.values());
        Duration apart = SteadyStretch.spacing(at);
        boolean isKnown = apart.multipliedBy(counts.size()).compareTo(NEARLY_ALL) >= 0;
        List<Breach> breaches = isKnown ? breaches(counts) : List.of();
        return new Day(at, counts, apart, isSpread(breaches, at) ? breaches : List.of());
    }

    private static boolean isSpread(List<Breach> breaches, List<Instant> at) {
        if (breaches.isEmpty()) {
            return false;
        }
        Instant first = at.get(breaches.get(0).first());
        Instant last = at.get(breaches.get(breaches.size() - 1).first());
        return Duration.between(first, last).compareTo(SPREAD) >= 0;
    }

    private List<Breach> breaches(List<Counts> counts) {
        double allowed = check.proportion().map(Proportion::allowed).orElse(1.0);
        List<Breach> found = new ArrayList<>();
        int first = 0;
        Counts sum = new Counts(0, 0);
        for (int i = 0; i <= counts.size(); i++) {
            boolean isAbove = i < counts.size()
                    && counts.get(i).bad() > allowed * counts.get(i).total();
            if (isAbove) {
                sum = sum.plus(counts.get(i));
                continue;
            }
            if (sum.bad() > 0 && BinomialTail.ofAtLeast(sum, allowed) * counts.size() <= CHANCE) {
                add(found, new Breach(first, i - 1, sum), counts);
            }
            first = i + 1;
            sum = new Counts(0, 0);
        }
        return found;
    }

    /** Where few events are counted, one that pauses by chance is still one. */
    private static void add(List<Breach> found, Breach next, List<Counts> counts) {
        if (found.isEmpty()) {
            found.add(next);
            return;
        }
        Breach last = found.get(found.size() - 1);
        Counts pause = sum(counts.subList(last.last() + 1, next.first()));
        Counts both = last.counts().plus(next.counts());
        double share = Math.min((double) both.bad() / both.total(), Attribution.ALL);
        if (BinomialTail.ofAtMost(pause, share) <= SURELY) {
            found.add(next);
        } else {
            Breach unusedPart = found.set(found.size() - 1, new Breach(last.first(), next.last(), both.plus(pause)));
        }
    }

    private static Counts sum(List<Counts> counts) {
        return counts.stream().reduce(new Counts(0, 0), Counts::plus);
    }
}
