package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.check.series.WallClocks;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.evidence.proportion.SteadyStretch;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A share that is too large because there is less traffic at a weekend, as where a broken client goes on asking: no more events are
 * bad in a time than at this time on the day before the deployment, which was no weekend. Between two weekdays, lost traffic may be
 * the release's doing, and excuses nothing.
 */
final class LesserTraffic {

    /** Traffic that is hardly less explains nothing. */
    private static final double LESS = 0.9;
    /** Traffic that is nearly gone is no weekend's. */
    private static final double GONE = 0.1;
    /** Bad events are counted for so long before and after this time of that day. */
    private static final Duration AROUND = Duration.ofHours(1);
    /** At least this part of a time must be known. */
    private static final double KNOWN = 0.75;

    private static final Duration DAY = Duration.ofDays(1);

    private final Check check;
    private final Baseline baseline;

    LesserTraffic(Check check, Baseline baseline) {
        this.check = check;
        this.baseline = baseline;
    }

    /** What was counted in some time. */
    private record Traffic(Counts counts, Duration lasted) {

        double rate() {
            return (double) counts.total() / lasted.toNanos();
        }

        double badRate() {
            return (double) counts.bad() / lasted.toNanos();
        }

        /** As many bad events of so many times the traffic. */
        Counts with(double times) {
            return new Counts(counts.bad(), Math.max(counts.bad(), Math.round(counts.total() * times)));
        }
    }

    /** What excuses a breach that began. */
    Optional<PreExistingBreach> at(CheckProgress progress, Instant at) {
        Instant then = at.minus(baseline.sinceDayBefore(at));
        if (check.proportion().isEmpty() || progress.evidence().isEmpty() || !mayBeWeekend(then, at)) {
            return Optional.empty();
        }
        double allowed = check.proportion().orElseThrow().allowed();
        RatioRule test = new RatioRule(allowed, RatioRules.lasting(check), baseline.deployedAt());
        RatioEvidence found = progress.evidence().orElseThrow();
        Traffic now = new Traffic(found.stretch(), found.stretchLasted(test));
        return around(then)
                .filter(that -> isLess(now, that))
                .map(that -> breach(that, now.rate() / that.rate(), then))
                .filter(breach -> breach.share() > allowed);
    }

    /** Of the hour before and the hour after the one in which fewer events were bad, so that an outage in one excuses nothing. */
    private Optional<Traffic> around(Instant then) {
        return known(then.minus(AROUND), then)
                .flatMap(before -> known(then, then.plus(AROUND))
                        .map(after -> before.badRate() < after.badRate() ? before : after));
    }

    private Optional<Traffic> known(Instant from, Instant to) {
        List<Sample> samples = baseline.atTimesOfDay(from, to);
        SortedMap<Instant, Counts> counted = DayBefore.counted(samples);
        if (counted.size() < 2) {
            return Optional.empty();
        }
        Duration lasted = Duration.between(counted.firstKey(), counted.lastKey())
                .plus(SteadyStretch.spacing(List.copyOf(counted.keySet())));
        Counts counts = counted.values().stream().reduce(new Counts(0, 0), Counts::plus);
        boolean isKnown = counts.bad() > 0
                && lasted.toNanos() >= KNOWN * Duration.between(from, to).toNanos();
        return isKnown ? Optional.of(new Traffic(counts, lasted)) : Optional.empty();
    }

    private static boolean isLess(Traffic now, Traffic then) {
        double times = now.rate() / then.rate();
        return times < LESS && times > GONE;
    }

    private PreExistingBreach breach(Traffic then, double times, Instant time) {
        Counts lesser = then.with(times);
        double worse = DayBefore.worse(lesser, check.proportion().orElseThrow());
        boolean sharp =
                check.rollbackWhen().flatMap(limit -> limit.wasBelow(worse)).orElse(false);
        return PreExistingBreach.ofShare(reason(then, times), AROUND, sharp, worse, lesser)
                .until(time.plus(AROUND));
    }

    private String reason(Traffic then, double times) {
        return String.format(
                Locale.ROOT,
                "hardly more bad events in as long a time than at this time on the day before the deployment, with %.1f times the"
                        + " traffic and %s",
                1 / times,
                ShareText.of(then.counts(), check.proportion().orElseThrow().allowed()));
    }

    /** What excuses too large a share of what was counted in some hours. */
    Optional<String> inTheHours(Instant from, Instant to, Counts counted) {
        boolean isWeekend = Stream.of(from, to).anyMatch(at -> mayBeWeekend(at.minus(baseline.sinceDayBefore(at)), at));
        if (check.proportion().isEmpty() || !isWeekend) {
            return Optional.empty();
        }
        Instant begin = from.minus(baseline.sinceDayBefore(from));
        Duration lasted = Duration.between(from, to);
        Traffic now = new Traffic(counted, lasted);
        return known(begin, begin.plus(lasted.compareTo(DAY) < 0 ? lasted : DAY))
                .filter(then -> isLess(now, then))
                .filter(then -> {
                    Counts lesser = then.with(now.rate() / then.rate());
                    return counted.bad()
                            <= counted.total()
                                    * DayBefore.worse(lesser, check.proportion().orElseThrow());
                })
                .map(then -> reason(then, now.rate() / then.rate()));
    }

    /** Whether traffic may be less for no other reason than that one of the two is of a weekend, wherever that may be. */
    private static boolean mayBeWeekend(Instant then, Instant at) {
        return WallClocks.mayBeOfWeekendAndWeekday(then, at) || WallClocks.mayBeOfFridaysWeekendAndWeekday(then, at);
    }
}
