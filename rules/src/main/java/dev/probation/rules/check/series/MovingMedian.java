package dev.probation.rules.check.series;

import java.util.Arrays;

/** The median of values of which some come and some go. They are kept in order, so that none of them is sorted again. */
final class MovingMedian {

    private final double[] sorted;
    private int size;

    /** @param most how many there may be at once */
    MovingMedian(int most) {
        sorted = new double[most];
    }

    void add(double value) {
        int found = Arrays.binarySearch(sorted, 0, size, value);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = value;
        size++;
    }

    /** Takes out a value that was added. */
    void remove(double value) {
        int at = Arrays.binarySearch(sorted, 0, size, value);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    /** Of one value at least. */
    double median() {
        int half = size / 2;
        return size % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
