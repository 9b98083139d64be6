package dev.probation.rules.evidence.proportion;

import dev.probation.rules.evidence.proportion.RatioSnapshot.Point;
import java.util.Arrays;
import java.util.List;

/**
 * The last points in time with what had been counted by then, oldest first: those after {@code lasting} ago, and the one
 * before them. Immutable, three numbers a point.
 */
final class RecentCounts {

    private static final int WIDTH = 3;

    private final long[] numbers;

    private RecentCounts(long[] numbers) {
        this.numbers = numbers;
    }

    static RecentCounts none() {
        return new RecentCounts(new long[WIDTH]);
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

    RecentCounts with(long time, long bad, long total, long lasting) {
        int first = 0;
        while (first < last() && time(first + 1) <= time - lasting) {
            first++;
        }
        long[] next = Arrays.copyOfRange(numbers, WIDTH * first, numbers.length + WIDTH);
        next[next.length - WIDTH] = time;
        next[next.length - WIDTH + 1] = bad;
        next[next.length - WIDTH + 2] = total;
        return new RecentCounts(next);
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

    Point at(int point) {
        return new Point(time(point), bad(point), total(point));
    }
}
