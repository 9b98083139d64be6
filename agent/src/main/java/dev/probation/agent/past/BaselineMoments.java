package dev.probation.agent.past;

import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments before a deployment at which its baseline is read: of the hour before; of the day before, where values are judged
 * as a series, or have a limit at which a rollback may be decided; and of the same 72 hours one week before, of series.
 */
record BaselineMoments(Instant deployedAt) {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration WATCHED = Duration.ofHours(72);
    private static final Duration OF_VALUES = Duration.ofMinutes(1);
    /** Events are counted over the whole of it, so fewer moments lose none. */
    private static final Duration OF_COUNTS = Duration.ofMinutes(5);
    /** Whether a breach went on until the rollout or was over by then takes the minutes. */
    private static final Duration TO_THE_MINUTE = Duration.ofMinutes(20);

    private static final Duration OF_THE_WEEK_BEFORE = Duration.ofMinutes(5);

    /** So many hours of counts are read together: what is read when the time for it is up is kept. */
    private static final int HOURS_TOGETHER = 8;

    /** When the hour before begins. */
    static Instant hourBefore(Instant deployedAt) {
        return deployedAt.minus(HOUR);
    }

    /** All of the check's moments, in their order. */
    List<Instant> of(Check check) {
        return blocks(check).stream().flatMap(List::stream).map(Moment::at).toList();
    }

    /** The same, by what is read together. */
    List<List<Moment>> blocks(Check check) {
        List<List<Moment>> blocks = new ArrayList<>();
        Duration spacing = longer(check.every(), counts(check) ? OF_COUNTS : OF_VALUES);
        if (check.series().isPresent()) {
            Duration wider = longer(check.every(), OF_THE_WEEK_BEFORE);
            Instant weekBefore = deployedAt.minus(WEEK);
            add(blocks, check, wider, each(weekBefore, weekBefore.plus(WATCHED), wider));
            add(blocks, check, spacing, each(deployedAt.minus(DAY), deployedAt.minus(HOUR), spacing));
        } else if (mayRollBack(check)) {
            // an hour more, since what comes every day does not come to the minute
            add(blocks, check, spacing, each(deployedAt.minus(DAY).minus(HOUR), deployedAt.minus(HOUR), spacing));
        }
        Duration near = longer(check.every(), OF_VALUES);
        Instant first = deployedAt.minus(spacing.multipliedBy(HOUR.dividedBy(spacing)));
        if (near.compareTo(spacing) < 0) {
            Instant fine = deployedAt.minus(TO_THE_MINUTE);
            add(blocks, check, spacing, each(first, fine.plus(spacing), spacing));
            add(blocks, check, near, each(fine.plus(near), deployedAt, near));
        } else {
            add(blocks, check, spacing, each(first, deployedAt, spacing));
        }
        return blocks;
    }

    private static boolean mayRollBack(Check check) {
        return check.onBreach() == OnBreach.ROLLBACK || check.rollbackWhen().isPresent();
    }

    private static boolean counts(Check check) {
        return check.proportion().isPresent();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static List<Instant> each(Instant from, Instant to, Duration spacing) {
        List<Instant> at = new ArrayList<>();
        for (Instant next = from; next.isBefore(to); next = next.plus(spacing)) {
            at.add(next);
        }
        return at;
    }

    /**
     * Counts begin anew each hour: over days, each question would be of all events since their beginning. Where nothing is
     * counted, they begin so long before that no question is cut short by it.
     */
    private static void add(List<List<Moment>> blocks, Check check, Duration spacing, List<Instant> at) {
        int anHour = (int) Math.max(1, HOUR.dividedBy(spacing));
        int most = counts(check) ? anHour * HOURS_TOGETHER : Integer.MAX_VALUE;
        for (int from = 0; from < at.size(); ) {
            int to = Math.min(at.size() - from, most) + from;
            List<Moment> block = new ArrayList<>();
            for (int i = from; i < to; i++) {
                Instant first = at.get(counts(check) ? i - (i - from) % anHour : from);
                block.add(new Moment(first.minus(counts(check) ? spacing : DAY), at.get(i)));
            }
            blocks.add(block);
            from = to;
        }
    }
}
