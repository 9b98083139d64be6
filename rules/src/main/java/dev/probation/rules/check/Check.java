package dev.probation.rules.check;

import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rule of one line of the checklist, without the probe that measures it.
 *
 * @param title for people; the name where none was given
 * @param target the target's name; checks of different targets vouch for each other
 * @param every the interval between two samples
 * @param expect absent where reaching the target is all that is asked
 * @param warn a second expectation that yields {@code warn}
 * @param reachability whether an error is the breach itself ({@code http}), rather than a failure to measure
 * @param proportion where the samples count events of which a share may be bad
 * @param answers where its answers are events as well, of which a share may be bad
 * @param series where the values are judged as a series, rather than each against a limit
 * @param rollbackWhen a sharper limit, which decides a rollback whatever {@code onBreach} says
 * @param minCoverage the share of the expected samples that a verdict needs, above 0 and at most 1
 * @param tolerate the share of bad samples above a window's budget that still is no failure, from 0 to 1; where each sample
 *     is judged by itself
 * @param windows the windows this check belongs to; empty for all
 */
public record Check(
        CheckId id,
        String title,
        String target,
        Duration every,
        Optional<Expectation> expect,
        Optional<Expectation> warn,
        Sustain sustain,
        WhenUnmeasured noData,
        WhenUnmeasured onError,
        boolean reachability,
        OnBreach onBreach,
        Optional<Proportion> proportion,
        Optional<AnswerShare> answers,
        Optional<SeriesRule> series,
        Optional<SharperLimit> rollbackWhen,
        double minCoverage,
        double tolerate,
        Set<String> windows) {

    /** What an unmeasured sample counts as. */
    public enum WhenUnmeasured {
        FAIL,
        PASS,
        /** Neither good nor bad. */
        INCONCLUSIVE
    }

    /** What a failing check means for the deployment. */
    public enum OnBreach {
        ALERT,
        ROLLBACK,
        /** What it asks is not the release's own, and while it fails no rollback is decided: a dependency of everyone. */
        WITHHOLD
    }

    public Check {
        windows = Set.copyOf(windows);
        if (every.isZero() || every.isNegative()) {
            throw new IllegalArgumentException("a check's interval must be positive, but was " + every);
        }
        if (!(minCoverage > 0 && minCoverage <= 1)) {
            throw new IllegalArgumentException(
                    "min-coverage must be above 0% and at most 100%, but was " + minCoverage);
        }
        if (!(tolerate >= 0 && tolerate <= 1)) {
            throw new IllegalArgumentException("tolerate must be from 0% to 100%, but was " + tolerate);
        }
        if (answers.isPresent() && (proportion.isPresent() || series.isPresent())) {
            throw new IllegalArgumentException(
                    "answers are events where each is judged by itself, but those of " + id + " are judged together");
        }
        if (expect.isEmpty() && series.isEmpty() && !reachability) {
            throw new IllegalArgumentException(
                    "a check that measures a value needs an expectation, but " + id + " has none");
        }
    }

    /** Holds an outcome against the expectations and the say on what is unmeasured. */
    public Quality quality(Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            return quality(measured.value());
        }
        if (outcome instanceof Outcome.NoData) {
            return ofUnmeasured(noData, Quality.NO_DATA);
        }
        boolean asked =
                !(outcome instanceof Outcome.Failed failed && failed.cause().isOfAgent());
        return asked ? ofUnmeasured(onError, Quality.ERROR) : Quality.ERROR;
    }

    private Quality quality(double value) {
        if (expect.isPresent() && !expect.orElseThrow().holds(value)) {
            return Quality.BAD;
        }
        boolean beyondSofter = warn.isPresent() && !warn.orElseThrow().holds(value);
        return beyondSofter ? Quality.SOFT : Quality.GOOD;
    }

    private static Quality ofUnmeasured(WhenUnmeasured policy, Quality neither) {
        return switch (policy) {
            case FAIL -> Quality.BAD;
            case PASS -> Quality.GOOD;
            case INCONCLUSIVE -> neither;
        };
    }

    /** {@code 9 of 55 samples bad}, of those that could be judged. */
    String bad(Collection<Sample> samples) {
        List<Quality> judged = samples.stream()
                .map(sample -> quality(sample.outcome()))
                .filter(Quality::isEvidence)
                .toList();
        long bad = judged.stream().filter(quality -> quality == Quality.BAD).count();
        return ShareText.counts(bad, judged.size()) + " samples bad";
    }

    /** What is expected, for people; empty where reaching the target is all. */
    public Optional<String> expected() {
        return expect.map(Expectation::toString).or(() -> series.map(SeriesRule::toString));
    }

    /** A value for people, with its unit; empty where no value is expected. */
    public Optional<String> write(double value) {
        return expect.map(expectation -> expectation.write(value)).or(() -> series.map(rule -> rule.write(value)));
    }

    /** Of the values, where it is known: what is to be reached is timed, whether or not it must answer in time. */
    public Optional<Dimension> dimension() {
        return expect.or(() -> warn)
                .map(Expectation::dimension)
                .or(() -> series.map(SeriesRule::dimension))
                .or(() -> reachability ? Optional.of(Dimension.TIME) : Optional.empty());
    }

    /** How many tests of a share may decide a rollback: of the limit, and of the sharper one; or of the answers. */
    public int rollbackTests() {
        int ofLimit = onBreach == OnBreach.ROLLBACK ? 1 : 0;
        if (proportion.isEmpty()) {
            return answers.isPresent() ? ofLimit : 0;
        }
        return ofLimit + (rollbackWhen.isPresent() ? 1 : 0);
    }

    /** Whether it may decide a rollback. */
    public boolean mayRollBack() {
        return onBreach == OnBreach.ROLLBACK || rollbackWhen.isPresent();
    }

    /**
     * Whether the outcome tells how the release is. That nothing happened does, as on a night without traffic, and so does what
     * counts as bad by the check's own say; an error that says nothing of the release does not, though it be let pass.
     *
     * @param quality what the outcome was held to be
     */
    public boolean isMeasured(Outcome outcome, Quality quality) {
        if (quality == Quality.BAD || outcome instanceof Outcome.Measured) {
            return quality != Quality.NO_DATA;
        }
        return outcome instanceof Outcome.NoData nothing && (nothing.idle() || noData == WhenUnmeasured.PASS);
    }

    /** The same check, asked in whatever window there is. */
    public Check inEveryWindow() {
        return with(proportion, Set.of());
    }

    /** The same check, judged by samples in a row even where they count events. */
    public Check withoutProportion() {
        return with(Optional.empty(), windows);
    }

    private Check with(Optional<Proportion> otherProportion, Set<String> otherWindows) {
        return new Check(
                id,
                title,
                target,
                every,
                expect,
                warn,
                sustain,
                noData,
                onError,
                reachability,
                onBreach,
                otherProportion,
                answers,
                series,
                rollbackWhen,
                minCoverage,
                tolerate,
                otherWindows);
    }

    /** Whether each sample is good or bad by itself, rather than judged together with others. */
    public boolean judgesSamples() {
        return proportion.isEmpty() && series.isEmpty();
    }

    /** Whether the window has a verdict on this check. */
    public boolean isIn(String window) {
        return windows.isEmpty() || windows.contains(window);
    }

    /** Whether this check is asked in the window, be it only for what a later window looks at. */
    public boolean isAskedIn(String window) {
        return isIn(window) || series.filter(rule -> rule.gathersIn(window)).isPresent();
    }
}
