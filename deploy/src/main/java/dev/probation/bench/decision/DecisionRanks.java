package dev.probation.bench.decision;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As canaries are often judged: at every sample, the last half hour's values against those of the hour before the
 * deployment, at 98 % and with a tolerance of 25 %. The first {@code high} decides.
 */
final class DecisionRanks implements DecisionJudge {

    private static final Duration RECENT = Duration.ofMinutes(30);
    private static final int LEAST_SAMPLES = 5;
    private static final double LEVEL = 0.02;
    private static final double TOLERANCE = 0.25;
    private static final double LEAST_COVERAGE = 0.9;
    private static final int[] WINDOWS_END = {1, 4, 24, 72};

    private record Value(Instant at, double value) {}

    /** What is kept of one check. */
    private static final class Series {
        private final Deque<Value> recent = new ArrayDeque<>();
        private double[] baseline = {};
        private final int[] looks = new int[WINDOWS_END.length];
    }

    private final Map<CheckId, Series> series = new HashMap<>();
    private @Nullable Instant decidedAt;
    private String reason = "";

    @Override
    public void judge(Sample sample) {
        if (decidedAt != null || sample.check().equals(DecisionRecording.MEMORY)) {
            return;
        }
        Series check = series.computeIfAbsent(sample.check(), id -> new Series());
        if (!(sample.outcome() instanceof Outcome.Measured measured)) {
            return;
        }
        Value value = new Value(sample.at(), measured.value());
        if (sample.at().isBefore(DecisionRecording.LIVE.minusSeconds(DecisionStory.HOUR))) {
            return;
        }
        if (sample.at().isBefore(DecisionRecording.LIVE)) {
            check.recent.addLast(value);
            return;
        }
        look(sample.check(), check, value);
    }

    private void look(CheckId id, Series check, Value newest) {
        if (check.baseline.length == 0) {
            check.baseline = values(check.recent);
            check.recent.clear();
        }
        check.recent.addLast(newest);
        while (check.recent.getFirst().at().isBefore(newest.at().minus(RECENT))) {
            check.recent.removeFirst();
        }
        if (check.recent.size() < LEAST_SAMPLES || check.baseline.length < LEAST_SAMPLES) {
            return;
        }
        check.looks[window(newest.at())]++;
        if (isHigh(check.baseline, values(check.recent))) {
            decidedAt = newest.at();
            reason = id + " is high";
        }
    }

    private static double[] values(Deque<Value> some) {
        double[] values = some.stream().mapToDouble(Value::value).toArray();
        Arrays.sort(values);
        return values;
    }

    private static int window(Instant at) {
        long hours = Duration.between(DecisionRecording.LIVE, at).toHours();
        int window = 0;
        while (window < WINDOWS_END.length - 1 && hours >= WINDOWS_END[window]) {
            window++;
        }
        return window;
    }

    /** The one place that compares; both are sorted. By normal approximation, corrected for ties and continuity. */
    private static boolean isHigh(double[] baseline, double[] current) {
        double before = Arrays.stream(baseline).average().orElseThrow();
        double now = Arrays.stream(current).average().orElseThrow();
        return now - before > TOLERANCE * before && chanceGreater(baseline, current) <= LEVEL;
    }

    private static double chanceGreater(double[] baseline, double[] current) {
        double n = baseline.length;
        double m = current.length;
        double rankSum = 0;
        double ties = 0;
        int i = 0;
        int j = 0;
        while (j < m || i < n) {
            double value = i < n && (j >= m || baseline[i] <= current[j]) ? baseline[i] : current[j];
            int fromI = i;
            int fromJ = j;
            while (i < n && baseline[i] == value) {
                i++;
            }
            while (j < m && current[j] == value) {
                j++;
            }
            double tied = i - fromI + j - fromJ;
            rankSum += (j - fromJ) * (fromI + fromJ + (tied + 1) / 2);
            ties += tied * tied * tied - tied;
        }
        double u = rankSum - m * (m + 1) / 2;
        double variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
        return variance <= 0 ? 1 : upperTail((u - n * m / 2 - 0.5) / Math.sqrt(variance));
    }

    /** Of the normal distribution: Abramowitz and Stegun, 26.2.17, to seven decimals. */
    private static double upperTail(double z) {
        if (z < 0) {
            return 1 - upperTail(-z);
        }
        double t = 1 / (1 + 0.2316419 * z);
        double outer = 1.781477937 + t * (-1.821255978 + t * 1.330274429);
        double polynomial = t * (0.319381530 + t * (-0.356563782 + t * outer));
        return StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }

    @Override
    public Ruling end() {
        Duration lasted = Duration.between(
                DecisionRecording.LIVE,
                decidedAt == null ? DecisionRecording.LIVE.plusSeconds(DecisionStory.LENGTH) : decidedAt);
        int ended = 0;
        int inconclusive = 0;
        int from = 0;
        for (int window = 0; window < WINDOWS_END.length && lasted.toHours() >= WINDOWS_END[window]; window++) {
            int until = WINDOWS_END[window] * DecisionStory.HOUR;
            double expected = LEAST_COVERAGE * (until - from) / DecisionRecording.interval(from);
            int place = window;
            ended++;
            inconclusive += series.values().stream().anyMatch(check -> check.looks[place] < expected) ? 1 : 0;
            from = until;
        }
        return new Ruling(Optional.ofNullable(decidedAt), reason, ended, inconclusive, false);
    }
}
