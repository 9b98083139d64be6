package dev.probation.rules.check;

import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.check.series.TrendCheck;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.expectation.TrendExpectation;
import dev.probation.rules.sample.CheckId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Checks for tests: one that measures, {@code < 500ms} every 15 s, alerting after three failures, unless told otherwise. */
public final class CheckBuilder {

    private final String name;
    private String target = "metrics";
    private Duration every = Duration.ofSeconds(15);
    private Optional<Expectation> expect = Optional.of(Expectation.parse("< 500ms"));
    private Optional<Expectation> warn = Optional.empty();
    private Sustain sustain = Sustain.DEFAULT;
    private WhenUnmeasured noData = WhenUnmeasured.INCONCLUSIVE;
    private WhenUnmeasured onError = WhenUnmeasured.INCONCLUSIVE;
    private boolean reachability;
    private OnBreach onBreach = OnBreach.ALERT;
    private Optional<SharperLimit> rollbackWhen = Optional.empty();
    private Optional<Proportion> proportion = Optional.empty();
    private Optional<AnswerShare> answers = Optional.empty();
    private Optional<SeriesRule> series = Optional.empty();
    private double minCoverage = 0.9;
    private double tolerate = 0.05;
    private Set<String> windows = Set.of();

    private CheckBuilder(String name) {
        this.name = name;
    }

    public static CheckBuilder measuring(String name) {
        return new CheckBuilder(name);
    }

    /** A check that asks for nothing but an answer. */
    public static CheckBuilder reaching(String name, String target) {
        CheckBuilder builder = new CheckBuilder(name);
        builder.target = target;
        builder.expect = Optional.empty();
        builder.reachability = true;
        builder.onError = WhenUnmeasured.FAIL;
        return builder;
    }

    public CheckBuilder every(Duration interval) {
        this.every = interval;
        return this;
    }

    public CheckBuilder expect(String expectation) {
        this.expect = Optional.of(Expectation.parse(expectation));
        return this;
    }

    public CheckBuilder warn(String expectation) {
        this.warn = Optional.of(Expectation.parse(expectation));
        return this;
    }

    public CheckBuilder failures(int failures) {
        this.sustain = new Sustain(Optional.of(Failures.inRow(failures)), Optional.empty(), sustain.recover());
        return this;
    }

    /** So many bad samples among the newest. */
    public CheckBuilder failures(int bad, int of) {
        this.sustain = new Sustain(Optional.of(new Failures(bad, of)), Optional.empty(), sustain.recover());
        return this;
    }

    public CheckBuilder lasting(Duration duration) {
        this.sustain = new Sustain(Optional.empty(), Optional.of(duration), sustain.recover());
        return this;
    }

    public CheckBuilder sustain(Sustain other) {
        this.sustain = other;
        return this;
    }

    public CheckBuilder noData(WhenUnmeasured policy) {
        this.noData = policy;
        return this;
    }

    public CheckBuilder onError(WhenUnmeasured policy) {
        this.onError = policy;
        return this;
    }

    public CheckBuilder rollback() {
        this.onBreach = OnBreach.ROLLBACK;
        return this;
    }

    public CheckBuilder rollbackWhen(String breach, Duration lasting) {
        this.rollbackWhen = Optional.of(new SharperLimit(Expectation.parse(breach), lasting));
        return this;
    }

    /** All but this share of what the samples count must be good. */
    public CheckBuilder proportion(double allowed) {
        this.proportion = Optional.of(new Proportion(allowed, 0.01));
        return this;
    }

    /** No more than this share of the answers may be bad. */
    public CheckBuilder tolerating(double share) {
        this.answers = Optional.of(new AnswerShare(share, 0.01));
        return this;
    }

    /** Values that are held against the baseline, one a minute. */
    public CheckBuilder comparing(String expectation) {
        this.expect = Optional.empty();
        this.series = Optional.of(
                new BaselineRule(BaselineExpectation.parse(expectation), Duration.ofMinutes(1), Dimension.TIME));
        return this;
    }

    /** A size that may rise no faster, and is not to reach the ceiling. */
    public CheckBuilder rising(String expectation, String ceiling, String... before) {
        this.expect = Optional.empty();
        this.series = Optional.of(new TrendCheck(
                TrendExpectation.parse(expectation),
                Dimension.SIZE,
                Optional.of(Quantity.parse(ceiling)),
                Set.of(before)));
        return this;
    }

    /** No rollback is decided while it fails. */
    public CheckBuilder withholding() {
        this.onBreach = OnBreach.WITHHOLD;
        return this;
    }

    public CheckBuilder minCoverage(double share) {
        this.minCoverage = share;
        return this;
    }

    public CheckBuilder tolerate(double share) {
        this.tolerate = share;
        return this;
    }

    public CheckBuilder in(String... names) {
        this.windows = Set.of(names);
        return this;
    }

    public Check build() {
        return new Check(
                new CheckId(name),
                name,
                target,
                every,
                expect,
                warn,
                sustain,
                noData,
                onError,
                reachability,
                onBreach,
                proportion,
                answers,
                series,
                rollbackWhen,
                minCoverage,
                tolerate,
                windows);
    }
}
