package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.SteadyStretch;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Breaches that came again and again on the day before the deployment, such as those of a job each hour, or one that came at this
 * time of the day, such as that of a job each night: one more is not the release's doing. They may be shorter than what the counts
 * of that day, a few minutes each, tell from a burst, so that they are held against each other by how much of a time was bad in
 * all: 8 minutes of 1 % are as bad as 80 seconds of 6 %.
 */
final class RecurringBreaches {

    /** Fewer at whatever hour are no pattern: what a clock starts comes at its time of the day. */
    private static final int FEWEST = 5;
    /** One is held against so manieth of them, so that two outages excuse nothing. */
    private static final int RANK = 3;
    /** What lasts longer at a time of the day is told from a burst by itself: see {@link DayBefore}. */
    private static final Duration SHORT = Duration.ofMinutes(20);
    /** What comes at a time of the day comes so much earlier or later. */
    private static final Duration AROUND = Duration.ofMinutes(15);
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
     * @param breaches that one of today is held against
     */
    private record Day(List<Instant> at, List<Counts> counts, Duration apart, List<Breach> breaches) {

        /** Those days that have a breach which one of today may be like: of whatever hour, or of a time of the day and no longer than so. */
        List<Day> like(Predicate<Breach> isThen, Duration longest) {
            Stream<Day> ofAnyHour = isPattern() ? Stream.of(this) : Stream.empty();
            Stream<Day> ofThen = breaches.stream()
                    .filter(breach -> lasted(breach).compareTo(longest) <= 0)
                    .filter(isThen)
                    .map(breach -> new Day(at, counts, apart, List.of(breach)));
            return Stream.concat(ofAnyHour, ofThen).toList();
        }

        private Duration lasted(Breach breach) {
            return apart.multipliedBy(breach.last() + 1L - breach.first());
        }

        /** Whether they came again and again. */
        private boolean isPattern() {
            if (breaches.size() < FEWEST) {
                return false;
            }
            Instant first = at.get(breaches.get(0).first());
            Instant last = at.get(breaches.get(breaches.size() - 1).first());
            return Duration.between(first, last).compareTo(SPREAD) >= 0;
        }

        /** Whether a breach was there at some time of the day, give or take so much. */
        boolean isAround(Breach breach, Instant time, Duration around) {
            Instant from = at.get(breach.first()).minus(apart).minus(around);
            Instant to = at.get(breach.last()).plus(around);
            return timeOfDay(from, time).compareTo(Duration.between(from, to)) <= 0;
        }

        /** Whether it began in some hours of the day. */
        boolean beganWithin(Breach breach, Instant from, Instant to) {
            Instant began = at.get(breach.first()).minus(apart);
            return timeOfDay(from, began).compareTo(Duration.between(from, to)) <= 0;
        }

        private static Duration timeOfDay(Instant from, Instant time) {
            return Duration.ofNanos(Math.floorMod(Duration.between(from, time).toNanos(), DAY.toNanos()));
        }

        /** For how long all events would have been bad, in nanoseconds, of so many counts from one on; after the last comes the first. */
        private double badTime(int first, int number) {
            double time = 0;
            for (int i = first; i < first + number; i++) {
                Counts each = counts.get(i % counts.size());
                time += each.total() == 0 ? 0 : (double) each.bad() / each.total() * apart.toNanos();
            }
            return time;
        }

        /** The same from the beginning of one of them on. */
        double badTime(int number) {
            return third(breach -> badTime(breach.first(), number));
        }

        /**
         * The share that one of them may have had for so long. All of a short one may have been bad within that time, for all that is
         * known; of a longer one the counts within it hold nothing else.
         */
        double largestShare(Duration lasting) {
            double least = Math.max(1, lasting.toNanos());
            return third(breach -> breach.last() - breach.first() < WITHIN
                    ? Math.min(1, badTime(breach.first(), 1) / least)
                    : inner(breach));
        }

        private double inner(Breach breach) {
            return IntStream.range(breach.first() + 1, breach.last())
                    .mapToObj(counts::get)
                    .filter(each -> each.total() > 0)
                    .mapToDouble(each -> (double) each.bad() / each.total())
                    .max()
                    .orElse(0);
        }

        /** How long a breach may be: half as long again as one of them, whose counts may end within it. */
        Duration longest() {
            long number = Math.round(third(breach -> breach.last() + 1.0 - breach.first()));
            return apart.multipliedBy(number + 1).multipliedBy(LONGER_HALVES).dividedBy(2);
        }

        /** Of some measure of them the third largest, as two are then no better; or that of the only one. */
        private double third(ToDoubleFunction<Breach> measure) {
            double[] measured = breaches.stream().mapToDouble(measure).sorted().toArray();
            return measured[Math.max(0, measured.length - RANK)];
        }

        /** The one that is told of. */
        Breach example() {
            double bad = third(breach -> breach.counts().bad());
            return breaches.stream()
                    .filter(breach -> breach.counts().bad() == bad)
                    .findFirst()
                    .orElseThrow();
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
        if (known || check.proportion().isEmpty() || progress.evidence().isEmpty()) {
            return Optional.empty();
        }
        RatioEvidence evidence = progress.evidence().orElseThrow();
        Counts counted = evidence.stretch();
        Recurrence now = new Recurrence(begun(progress, at), counted, false);
        Instant newest = at.minus(RatioRules.lasting(check));
        return like(now.since()).stream()
                .filter(day -> !isLonger(day, now, at))
                .filter(day -> !isMore(day, clumps(counted, evidence), newest, at))
                .findFirst()
                .map(day -> recurring(day, now));
    }

    private List<Day> like(Instant begun) {
        Duration around = AROUND.plus(DayBefore.changed(baseline, begun));
        return day().like(breach -> day().isAround(breach, begun, around), SHORT);
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

    private static boolean isLonger(Day known, Recurrence now, Instant at) {
        return at.isAfter(now.since().plus(known.longest()));
    }

    /** What excuses too large a share of what was counted in some hours: that such breaches made it so. */
    Optional<String> inTheHours(Instant from, Instant to, Counts counted) {
        if (check.proportion().isEmpty()) {
            return Optional.empty();
        }
        Day known = day();
        return known
                .like(breach -> known.isAround(breach, from, AROUND) || known.beganWithin(breach, from, to), DAY)
                .stream()
                .filter(like -> !isMore(like, counted, from, to))
                .findFirst()
                .map(this::reason);
    }

    private PreExistingBreach recurring(Day like, Recurrence now) {
        Duration pause = day().between().dividedBy(SOONER);
        Counts counts = like.example().counts();
        return PreExistingBreach.ofShare(reason(like), pause, isSharp(like), Attribution.ALL, counts)
                .recurring(now);
    }

    private String reason(Day like) {
        String share = ShareText.of(
                like.example().counts(), check.proportion().orElseThrow().allowed());
        return like.isPattern()
                ? share + " in one of " + like.breaches().size() + " such breaches on the day before the deployment"
                : share + DayBefore.WHEN;
    }

    /** Whether it may have gone beyond the sharper limit, too, for as long as that asks for. */
    private boolean isSharp(Day like) {
        return check.rollbackWhen()
                .filter(limit ->
                        limit.wasBelow(like.largestShare(limit.lasting())).orElseGet(() -> isBeyond(like, limit)))
                .isPresent();
    }

    private boolean isBeyond(Day like, SharperLimit limit) {
        long beyond = like.breaches().stream()
                .map(breach -> baseline.between(
                        like.at().get(breach.first()),
                        like.at().get(breach.last()).plusNanos(1)))
                .filter(samples -> samples.stream().anyMatch(limit::isBeyond))
                .count();
        return beyond >= Math.min(RANK, like.breaches().size());
    }

    /** With one more sample, of a breach that was found to be like others. */
    PreExistingBreach next(PreExistingBreach breach, Recurrence known, CheckProgress progress, Sample sample) {
        Instant at = sample.at();
        Recurrence now = known.with(PreExistingBreach.counted(sample));
        Counts counted = progress.evidence()
                .map(evidence -> clumps(now.counted(), evidence))
                .orElse(now.counted());
        boolean more = like(now.since()).stream()
                .allMatch(day -> isLonger(day, now, at) || isMore(day, counted, now.since(), at));
        return breach.recurring(now.isMore(more));
    }

    /** Whether clearly more was bad than in as long a time after the beginning of one of them. */
    private static boolean isMore(Day known, Counts counted, Instant from, Instant to) {
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
        return new Day(at, counts, apart, isKnown ? breaches(counts) : List.of());
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
