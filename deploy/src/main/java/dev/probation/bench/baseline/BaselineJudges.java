package dev.probation.bench.baseline;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.evidence.comparison.Comparison;
import dev.probation.rules.evidence.comparison.ComparisonDirection;
import dev.probation.rules.evidence.comparison.ComparisonResult;
import dev.probation.rules.evidence.comparison.ComparisonRule;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hold a series against its baseline, and say when they first found it worse; never is -1. */
final class BaselineJudges {

    static final int NEVER = -1;
    static final Duration LASTING = Duration.ofMinutes(3);
    static final double TOLERANCE = 0.1;

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final CheckId CHECK = new CheckId("p95");

    private BaselineJudges() {}

    /** The code that judges live. */
    static final class Ours implements BaselineSeries.Sink {

        private final Judge judge;
        private int failedAt = NEVER;

        Ours(int every) {
            WindowSpec window = new WindowSpec(
                    "all",
                    Duration.ZERO,
                    Duration.ofSeconds(BaselineSeries.LENGTH),
                    Optional.empty(),
                    0,
                    Duration.ZERO);
            judge = new Judge(
                    new Deployment("bench", "bookreader", "1", LIVE, LIVE, false),
                    new Checklist(List.of(check(Duration.ofSeconds(every))), List.of(window), List.of(), true));
        }

        @Override
        public void take(int second, double value) {
            if (failedAt != NEVER) {
                return;
            }
            List<Event> events = judge.judge(new Sample(LIVE.plusSeconds(second), CHECK, Outcome.Measured.of(value)));
            for (Event event : events) {
                if (event instanceof Event.Transition changed && changed.to() == CheckState.FAILING) {
                    failedAt = second;
                }
            }
        }

        int failedAt() {
            return failedAt;
        }
    }

    private static Check check(Duration every) {
        Duration minute = Duration.ofMinutes(1);
        BaselineExpectation expectation = BaselineExpectation.parse("<= baseline + 10%");
        Sustain sustain = new Sustain(Optional.empty(), Optional.of(LASTING), Sustain.DEFAULT.recover());
        return new Check(
                CHECK,
                "p95",
                "metrics",
                every,
                Optional.empty(),
                Optional.empty(),
                sustain,
                Check.WhenUnmeasured.INCONCLUSIVE,
                Check.WhenUnmeasured.INCONCLUSIVE,
                false,
                Check.OnBreach.ALERT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        new BaselineRule(expectation, every.compareTo(minute) > 0 ? every : minute, Dimension.TIME)),
                Optional.empty(),
                0.9,
                0.05,
                Set.of());
    }

    /** As one would write it: the last eight values, whenever there is a new one, against the hour before, at 98 %. */
    static final class Naive implements BaselineSeries.Sink {

        private static final int VALUES = 8;
        private static final ComparisonRule RULE = new ComparisonRule(ComparisonDirection.INCREASE, TOLERANCE, 0.98);

        private final Deque<Double> hour = new ArrayDeque<>();
        private final Deque<Double> recent = new ArrayDeque<>();
        private int failedAt = NEVER;

        @Override
        public void take(int second, double value) {
            if (failedAt != NEVER || second < -BaselineSeries.HOUR) {
                return;
            }
            (second < 0 ? hour : recent).addLast(value);
            if (recent.size() > VALUES) {
                double oldest = recent.removeFirst();
                assert oldest >= 0;
            }
            if (recent.size() == VALUES && isHigh(values(hour), values(recent))) {
                failedAt = second;
            }
        }

        private static boolean isHigh(double[] before, double[] now) {
            return BaselineTrial.isHigher(before, now, 0.5)
                    && Comparison.of(before, now, RULE).result() == ComparisonResult.HIGH;
        }

        private static double[] values(Deque<Double> some) {
            return some.stream().mapToDouble(Double::doubleValue).toArray();
        }

        int failedAt() {
            return failedAt;
        }
    }
}
