package dev.probation.agent.config;

import dev.probation.rules.check.AnswerShare;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.SharperLimit;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks for tests: one that asks the target {@code metrics} every 15 s for a value below 500 ms, and alerts after three
 * failures, unless told otherwise.
 */
public final class CheckConfigBuilder {

    private record Anything() implements TargetSettings, ProbeSettings {}

    private final String name;
    private String title;
    private Target target = new Target("metrics", "scripted", new Anything());
    private ProbeSettings question = new Anything();
    private Duration every = Duration.ofSeconds(15);
    private Duration timeout = Duration.ofSeconds(1);
    private @Nullable Expectation expect = Expectation.parse("< 500ms");
    private @Nullable Expectation warn;
    private Sustain sustain = Sustain.DEFAULT;
    private boolean reachability;
    private OnBreach onBreach = OnBreach.ALERT;
    private @Nullable Proportion proportion;
    private @Nullable AnswerShare answers;
    private @Nullable SeriesRule series;
    private @Nullable SharperLimit rollbackWhen;

    private CheckConfigBuilder(String name) {
        this.name = name;
        this.title = name;
    }

    public static CheckConfigBuilder check(String name) {
        return new CheckConfigBuilder(name);
    }

    public CheckConfigBuilder title(String words) {
        this.title = words;
        return this;
    }

    /** A target of this name, of which nothing matters. */
    public CheckConfigBuilder target(String other) {
        return target(new Target(other, "scripted", new Anything()));
    }

    public CheckConfigBuilder target(Target other) {
        this.target = other;
        return this;
    }

    public CheckConfigBuilder asking(ProbeSettings other) {
        this.question = other;
        return this;
    }

    public CheckConfigBuilder every(Duration interval) {
        this.every = interval;
        return this;
    }

    public CheckConfigBuilder timeout(Duration most) {
        this.timeout = most;
        return this;
    }

    public CheckConfigBuilder expect(String limit) {
        return expect(Expectation.parse(limit));
    }

    /** @param limit null where no single value is too much */
    public CheckConfigBuilder expect(@Nullable Expectation limit) {
        this.expect = limit;
        return this;
    }

    public CheckConfigBuilder warn(String limit) {
        this.warn = Expectation.parse(limit);
        return this;
    }

    public CheckConfigBuilder sustain(Sustain other) {
        this.sustain = other;
        return this;
    }

    public CheckConfigBuilder onBreach(OnBreach act) {
        this.onBreach = act;
        return this;
    }

    /** @param other null where events are not counted */
    public CheckConfigBuilder proportion(@Nullable Proportion other) {
        this.proportion = other;
        return this;
    }

    /** No more than this share of the answers may be bad. */
    public CheckConfigBuilder tolerating(double share) {
        this.answers = new AnswerShare(share, 0.01);
        return this;
    }

    /** @param other null where each value is judged by itself */
    public CheckConfigBuilder series(@Nullable SeriesRule other) {
        this.series = other;
        return this;
    }

    public CheckConfigBuilder rollbackWhen(String breach, Duration lasting) {
        this.rollbackWhen = new SharperLimit(Expectation.parse(breach), lasting);
        return this;
    }

    /** An error of the target counts, too. */
    public CheckConfigBuilder reaching() {
        this.reachability = true;
        return this;
    }

    /** What is judged, without how it is asked. */
    public Check rule() {
        return new Check(
                new CheckId(name),
                title,
                target.name(),
                every,
                Optional.ofNullable(expect),
                Optional.ofNullable(warn),
                sustain,
                WhenUnmeasured.INCONCLUSIVE,
                reachability ? WhenUnmeasured.FAIL : WhenUnmeasured.INCONCLUSIVE,
                reachability,
                onBreach,
                Optional.ofNullable(proportion),
                Optional.ofNullable(answers),
                Optional.ofNullable(series),
                Optional.ofNullable(rollbackWhen),
                0.9,
                0.05,
                Set.of());
    }

    public CheckConfig build() {
        return new CheckConfig(rule(), target, timeout, question);
    }
}
