package dev.probation.bench.baseline;

import dev.probation.rules.evidence.comparison.Comparison;
import dev.probation.rules.evidence.comparison.ComparisonDirection;
import dev.probation.rules.evidence.comparison.ComparisonLooks;
import dev.probation.rules.evidence.comparison.ComparisonResult;
import dev.probation.rules.evidence.comparison.ComparisonRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tries other numbers than those that the agent judges by: how many values a look has, how far apart, and whether it must be beyond
 * what the time before knew as well.
 *
 * @param values of a look
 * @param spacing seconds between them
 * @param calm the part of the excursions before the deployment that a look must be beyond; 0 where it need not
 * @param all whether a reference that cannot tell leaves a look untold, rather than to the others
 * @param memory how many times as long as the noise before remembers, the values are apart at least; 0 where it is not asked
 */
record BaselineTrial(int values, int spacing, boolean all, double calm, double memory) {

    BaselineTrial(int values, int spacing) {
        this(values, spacing, true, 0, 0);
    }

    private static final double CONFIDENCE = 0.98;
    private static final int AROUND = BaselineSeries.HOUR;
    private static final int FEW = 12;
    private static final int LASTING = 180;
    private static final int APART = 300;

    /** What is known of a time, at its end. */
    private static final class Known {

        private final int[] at;
        private final double[] values;

        Known(int[] at, double[] values) {
            this.at = at;
            this.values = values;
        }

        double[] between(int from, int to) {
            return Arrays.copyOfRange(values, first(from), first(to));
        }

        private int first(int second) {
            int index = Arrays.binarySearch(at, second);
            return index < 0 ? -index - 1 : index;
        }
    }

    /** A series, drawn once for all trials. */
    static final class Drawn {

        private final Known before;
        private final Known after;

        Drawn(BaselineSeries series, int every) {
            before = known(series::before);
            after = known(sink -> series.after(every, sink));
        }

        private static Known known(Consumer<BaselineSeries.Sink> source) {
            List<Integer> at = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            source.accept((second, value) -> {
                at.add(second);
                values.add(value);
            });
            return new Known(
                    at.stream().mapToInt(Integer::intValue).toArray(),
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        /** How far above what is around it the time before went, for as long as a look takes: a part of all excursions. */
        double excursion(int lasting, double part) {
            List<Double> found = new ArrayList<>();
            for (int i = 0; i < before.at.length; i++) {
                int at = before.at[i];
                double[] block = before.between(at, at + Math.max(lasting, 1));
                double[] around = before.between(at - AROUND, at + AROUND);
                if (at < -BaselineSeries.HOUR && around.length >= FEW && block.length > 0) {
                    found.add(median(block) / median(around));
                }
            }
            if (found.isEmpty()) {
                return 1;
            }
            double[] sorted =
                    found.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
        }

        /** Seconds after which the noise before had forgotten all but a third, by neighbours that are five minutes apart. */
        double memory() {
            double products = 0;
            double squares = 0;
            double last = Double.NaN;
            for (int i = 0; i < before.at.length && before.at[i] < -BaselineSeries.HOUR; i++) {
                double[] around = before.between(before.at[i] - AROUND, before.at[i] + AROUND);
                double value = around.length < FEW ? Double.NaN : Math.log(before.values[i] / median(around));
                boolean neighbours = i > 0 && before.at[i] - before.at[i - 1] == APART;
                products += neighbours && !Double.isNaN(value * last) ? value * last : 0;
                squares += neighbours && !Double.isNaN(value * last) ? value * value : 0;
                last = value;
            }
            double kept = squares == 0 ? 0 : products / squares;
            return kept < 0.1 ? 0 : -APART / Math.log(Math.min(kept, 0.99));
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** When it fails, or {@link BaselineJudges#NEVER}. */
    int failedAt(Drawn drawn) {
        int apart = memory == 0 ? spacing : (int) Math.max(spacing, Math.min(3600, memory * drawn.memory()));
        double least = calm == 0 ? 0 : drawn.excursion(values * apart, calm);
        ComparisonLooks looks = new ComparisonLooks(values, CONFIDENCE);
        double[] current = new double[values];
        int count = 0;
        int look = 0;
        int from = 0;
        int last = Integer.MIN_VALUE / 2;
        int bad = BaselineJudges.NEVER;
        for (int i = 0; i < drawn.after.at.length; i++) {
            int at = drawn.after.at[i];
            if (at - last < apart * 0.9) {
                continue;
            }
            last = at;
            from = count == 0 ? at : from;
            current[count++] = drawn.after.values[i];
            if (count < values) {
                continue;
            }
            count = 0;
            ComparisonResult told = look(drawn.before, current, (from + at) / 2, looks.confidence(++look), least);
            if (told == ComparisonResult.PASS) {
                bad = BaselineJudges.NEVER;
            } else if (told == ComparisonResult.HIGH) {
                bad = bad == BaselineJudges.NEVER ? at : bad;
                if (at - bad >= LASTING + values * apart) {
                    return at;
                }
            }
        }
        return BaselineJudges.NEVER;
    }

    private ComparisonResult look(Known before, double[] current, int middle, double confidence, double least) {
        int days = BaselineSeries.DAY * (middle / BaselineSeries.DAY + 1);
        List<double[]> references = new ArrayList<>();
        for (int shift : new int[] {days, BaselineSeries.WEEK}) {
            double[] values = before.between(middle - shift - AROUND, middle - shift + AROUND);
            if (values.length >= FEW) {
                references.add(values);
            }
        }
        if (references.isEmpty() || middle <= 2 * BaselineSeries.HOUR) {
            references.add(before.between(-BaselineSeries.HOUR, 0));
        }
        ComparisonRule rule = new ComparisonRule(ComparisonDirection.INCREASE, BaselineJudges.TOLERANCE, confidence);
        ComparisonResult told = ComparisonResult.NO_DATA;
        for (double[] reference : references) {
            ComparisonResult one = one(reference, current, rule, least);
            if (one == ComparisonResult.PASS || (all && one == ComparisonResult.NO_DATA)) {
                return one;
            }
            told = one == ComparisonResult.HIGH ? one : told;
        }
        return told;
    }

    private static ComparisonResult one(double[] reference, double[] current, ComparisonRule rule, double least) {
        if (!isHigher(reference, current, 1)) {
            // the same answer, sooner; but for ties, of which there are none
            return possible(reference.length, current.length, 1 - rule.confidence())
                    ? ComparisonResult.PASS
                    : ComparisonResult.NO_DATA;
        }
        ComparisonResult told = Comparison.of(reference, current, rule).result();
        boolean calm = told == ComparisonResult.HIGH && median(current) <= least * median(reference);
        return calm ? ComparisonResult.PASS : told;
    }

    private static boolean possible(int n, int m, double level) {
        double chance = 1;
        for (int i = 1; i <= m; i++) {
            chance *= (double) i / (n + i);
        }
        return n >= 5 && chance <= level;
    }

    /** Whether its ranks are so many deviations above the middle: what is significant is, and this is cheap to tell. */
    static boolean isHigher(double[] reference, double[] current, double deviations) {
        double greater = 0;
        for (double one : current) {
            for (double other : reference) {
                greater += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        double n = reference.length;
        double m = current.length;
        return (greater - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12) > deviations;
    }
}
