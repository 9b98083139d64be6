package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lower envelope of a series: the least value of each stretch of time, so that the saw-tooth of a garbage collector leaves no trace.
 * Holds 288 stretches at most; they become twice as long when that is not enough. Belongs to one thread.
 */
final class TrendEnvelope {

    private static final int MOST = 288;
    private static final double FIRST_WIDTH = 60;

    private final double[] minima = new double[MOST];
    private double width = FIRST_WIDTH;
    private double from = Double.NaN;
    private double to = Double.NaN;

    /** Empty. */
    TrendEnvelope() {
        Arrays.fill(minima, Double.NaN);
    }

    /** The same again, which goes its own way from here. */
    TrendEnvelope copy() {
        TrendEnvelope copy = new TrendEnvelope();
        System.arraycopy(minima, 0, copy.minima, 0, MOST);
        copy.width = width;
        copy.from = from;
        copy.to = to;
        return copy;
    }

    static TrendEnvelope of(TrendSnapshot snapshot) {
        TrendEnvelope envelope = new TrendEnvelope();
        if (!snapshot.stretches().isEmpty()) {
            envelope.width = snapshot.width();
            envelope.from = snapshot.from();
            envelope.to = snapshot.to();
            snapshot.stretches().forEach(stretch -> envelope.minima[stretch.index()] = stretch.least());
        }
        return envelope;
    }

    List<TrendSnapshot.Stretch> stretches() {
        return IntStream.range(0, MOST)
                .filter(i -> !Double.isNaN(minima[i]))
                .mapToObj(i -> new TrendSnapshot.Stretch(i, minima[i]))
                .toList();
    }

    double width() {
        return width;
    }

    /**
     * Takes a value; one that is not finite, or older than the first, is left out.
     *
     * @param seconds on any one scale
     */
    void add(double seconds, double value) {
        if (!Double.isFinite(value) || seconds < from) {
            return;
        }
        from = Double.isNaN(from) ? seconds : from;
        to = Double.isNaN(to) ? seconds : Math.max(to, seconds);
        while (seconds - from >= width * MOST) {
            widen();
        }
        int stretch = (int) ((seconds - from) / width);
        minima[stretch] = least(minima[stretch], value);
    }

    /** The process was started anew: what came before is forgotten. */
    void cut() {
        Arrays.fill(minima, Double.NaN);
        width = FIRST_WIDTH;
        from = Double.NaN;
        to = Double.NaN;
    }

    private void widen() {
        for (int i = 0; i < MOST; i++) {
            minima[i] = 2 * i + 1 < MOST ? least(minima[2 * i], minima[2 * i + 1]) : Double.NaN;
        }
        width *= 2;
    }

    private static double least(double one, double other) {
        return Double.isNaN(one) || other < one ? other : one;
    }

    /** When the first value was taken; NaN while there is none. */
    double from() {
        return from;
    }

    /** When the newest value was taken; NaN while there is none. */
    double to() {
        return to;
    }

    /** The points of a stretch of time, the least value of each of so many parts; parts without a value are left out. */
    TrendPoints points(double begin, double end, int parts) {
        double[] least = new double[parts];
        Arrays.fill(least, Double.NaN);
        for (int i = 0; i < MOST; i++) {
            double middle = from + (i + 0.5) * width;
            if (!Double.isNaN(minima[i]) && middle >= begin && middle < end) {
                int part = Math.min(parts - 1, (int) ((middle - begin) / (end - begin) * parts));
                least[part] = least(least[part], minima[i]);
            }
        }
        return TrendPoints.of(least, (end - begin) / parts / 3600);
    }
}
