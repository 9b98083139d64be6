package dev.probation.agent.metrics;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.Outcome;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The numbers of one check of a deployment being watched. Written by one event loop, read by any thread. */
public final class CheckMetrics {

    /** What a check of one kind shares with all others of its kind. */
    record Kind(String name, Histogram.Child duration, Map<Outcome.Cause, Counter.Child> errors) {

        void countError(Outcome.Cause cause) {
            Counter.Child counter = errors.get(cause);
            if (counter != null) {
                counter.inc();
            }
        }
    }

    private final Check rule;
    private final Kind kind;
    private final Histogram lag;
    private final List<String> labels;
    private final List<String> labelsWithKind;
    private final List<String> labelsWithUnit;

    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong noData = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private volatile CheckState state = CheckState.WAITING;
    private volatile double value = Double.NaN;
    private volatile double lastRun = Double.NaN;
    private volatile double lastSuccess = Double.NaN;

    CheckMetrics(String app, Check rule, Kind kind, Histogram lag) {
        this.rule = rule;
        this.kind = kind;
        this.lag = lag;
        String check = rule.id().value();
        this.labels = List.of(app, check);
        this.labelsWithKind = List.of(app, check, kind.name());
        this.labelsWithUnit = List.of(app, check, unit(rule));
    }

    /**
     * A probe ended.
     *
     * @param at when
     * @param seconds from the question to the outcome
     * @param lagSeconds how much later than planned it began
     */
    public void ran(Outcome outcome, Instant at, double seconds, double lagSeconds) {
        runs.incrementAndGet();
        lastRun = UnixSeconds.of(at);
        kind.duration().observe(seconds);
        lag.observe(Math.max(0, lagSeconds));
        value = Double.NaN;
        if (outcome instanceof Outcome.Measured measured) {
            value = measured.isInfinite()
                    ? Math.copySign(Double.POSITIVE_INFINITY, measured.value())
                    : measured.value();
        } else if (outcome instanceof Outcome.Failed failed) {
            errors.incrementAndGet();
            kind.countError(failed.cause());
        } else {
            noData.incrementAndGet();
        }
        count(outcome, at);
    }

    private void count(Outcome outcome, Instant at) {
        switch (counted(outcome)) {
            case FAIL -> failures.incrementAndGet();
            case PASS -> lastSuccess = UnixSeconds.of(at);
            case INCONCLUSIVE -> {}
        }
    }

    private Check.WhenUnmeasured counted(Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            boolean good = rule.expect().map(e -> e.holds(measured.value())).orElse(true);
            return good ? Check.WhenUnmeasured.PASS : Check.WhenUnmeasured.FAIL;
        }
        if (outcome instanceof Outcome.NoData) {
            return rule.noData();
        }
        if (outcome instanceof Outcome.Failed failed && failed.cause().isOfAgent()) {
            return Check.WhenUnmeasured.INCONCLUSIVE;
        }
        return rule.reachability() ? Check.WhenUnmeasured.FAIL : rule.onError();
    }

    /** The check's state after its latest sample was judged. */
    public void state(CheckState now) {
        state = now;
    }

    boolean mayRollBack() {
        return rule.mayRollBack();
    }

    void writeRuns(LiveFamily.Series to) {
        to.add(labelsWithKind, runs.doubleValue());
    }

    void writeFailures(LiveFamily.Series to) {
        to.add(labelsWithKind, failures.doubleValue());
    }

    void writeNoData(LiveFamily.Series to) {
        to.add(labelsWithKind, noData.doubleValue());
    }

    void writeErrors(LiveFamily.Series to) {
        to.add(labelsWithKind, errors.doubleValue());
    }

    void writeLastRun(LiveFamily.Series to) {
        writeKnown(labels, lastRun, to);
    }

    void writeLastSuccess(LiveFamily.Series to) {
        writeKnown(labels, lastSuccess, to);
    }

    void writeValue(LiveFamily.Series to) {
        writeKnown(labelsWithUnit, value, to);
    }

    void writeState(LiveFamily.Series to) {
        CheckState now = state;
        for (CheckState each : CheckState.values()) {
            to.add(List.of(labels.get(0), labels.get(1), each.label()), each == now ? 1 : 0);
        }
    }

    void writeThreshold(LiveFamily.Series to) {
        rule.expect().ifPresent(expect -> writeThreshold(expect, to));
    }

    private void writeThreshold(Expectation expect, LiveFamily.Series to) {
        double limit = expect.limit().base();
        switch (expect.operator()) {
            case LESS, AT_MOST -> writeBound("upper", limit, to);
            case GREATER, AT_LEAST -> writeBound("lower", limit, to);
            case EQUAL -> {
                writeBound("lower", limit, to);
                writeBound("upper", limit, to);
            }
            case BETWEEN -> {
                writeBound("lower", limit, to);
                writeBound("upper", expect.upper().orElseThrow().base(), to);
            }
            case UNEQUAL -> {}
        }
    }

    private void writeBound(String bound, double limit, LiveFamily.Series to) {
        to.add(List.of(labels.get(0), labels.get(1), bound, labelsWithUnit.get(2)), limit);
    }

    private static void writeKnown(List<String> labels, double value, LiveFamily.Series to) {
        if (!Double.isNaN(value)) {
            to.add(labels, value);
        }
    }

    private static String unit(Check rule) {
        return rule.dimension().map(CheckMetrics::unit).orElse("none");
    }

    private static String unit(Dimension dimension) {
        return switch (dimension) {
            case NUMBER -> "none";
            case RATIO -> "ratio";
            case TIME -> "seconds";
            case SIZE -> "bytes";
            case RATE -> "per_second";
        };
    }
}
