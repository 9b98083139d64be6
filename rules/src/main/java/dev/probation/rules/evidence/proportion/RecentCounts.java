package dev.probation.rules.evidence.proportion;

import dev.probation.rules.evidence.proportion.RatioSnapshot.Point;
import dev.probation.rules.sample.Counts;
import java.util.Arrays;
import java.util.List;

/** The last points in time with what had been counted by then, oldest first. Immutable, three numbers a point. */
final class RecentCounts {

    private static final int WIDTH = 3;

    private final long[] numbers;

    private RecentCounts(long[] numbers) {
        this.numbers = numbers;
    }

    static RecentCounts none() {
        return from(0);
    }

    /** Where nothing has been counted by a time. */
    static RecentCounts from(long time) {
        long[] numbers = new long[WIDTH];
        numbers[0] = time;
        return new RecentCounts(numbers);
    }

    static RecentCounts of(List<Point> points) {
        long[] numbers = new long[WIDTH * points.size()];
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            numbers[WIDTH * i] = point.time();
            numbers[WIDTH * i + 1] = point.bad();
            numbers[WIDTH * i + 2] = point.total();
        }
        return new RecentCounts(numbers);
    }

    /** With one more; those before {@code from} are dropped but for the last of them. */
    RecentCounts with(long time, long moreBad, long moreTotal, long from) {
        int first = at(from);
        long[] next = Arrays.copyOfRange(numbers, WIDTH * first, numbers.length + WIDTH);
        next[next.length - WIDTH] = time;
        next[next.length - WIDTH + 1] = bad(last()) + moreBad;
        next[next.length - WIDTH + 2] = total(last()) + moreTotal;
        return new RecentCounts(next);
    }

    /** The last point that is not after a time; the first where all are. */
    int at(long time) {
        int first = 0;
        int after = size();
        while (after - first > 1) {
            int middle = (first + after) / 2;
            if (time(middle) <= time) {
                first = middle;
            } else {
                after = middle;
            }
        }
        return first;
    }

    int size() {
        return numbers.length / WIDTH;
    }

    int last() {
        return size() - 1;
    }

    long time(int point) {
        return numbers[WIDTH * point];
    }

    long bad(int point) {
        return numbers[WIDTH * point + 1];
    }

    long total(int point) {
        return numbers[WIDTH * point + 2];
    }

    /** The last point of the samples that a burst shorter than so long can touch which begins after a point. */
    int touched(int point, long lasting) {
        int until = point + 1;
        while (until < last() && time(until) - time(point + 1) < lasting) {
            until++;
        }
        return until;
    }

    /** Of the sample that ended at a point; it counted something. */
    double share(int point) {
        return (double) (bad(point) - bad(point - 1)) / (total(point) - total(point - 1));
    }

    /** What was counted from a point on. */
    Counts since(int point) {
        return new Counts(bad(last()) - bad(point), total(last()) - total(point));
    }

    /** What has been counted by now. */
    Counts now() {
        return new Counts(bad(last()), total(last()));
    }

    Point point(int point) {
        return new Point(time(point), bad(point), total(point));
    }
}
