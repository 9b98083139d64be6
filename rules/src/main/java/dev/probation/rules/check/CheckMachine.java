package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.check.series.SeriesFinding;
import dev.probation.rules.check.series.SeriesProgress;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.evidence.proportion.AnswerRule;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a check: a bad sample is a breach, a sustained breach is a failure, and good samples recover from
 * it. What is neither good nor bad moves nothing but the state shown, and never ends a failure. Pure.
 */
public final class CheckMachine {

    private final Check check;
    private final @Nullable RatioRules ratioRules;
    private final @Nullable AnswerRule answerRule;
    private final Streaks streaks;
    private final StateTransitions states;
    private final Baseline baseline;
    private final Attribution attribution;
    private final Explanation explanation;

    /** For a check that counts nothing, and of which nothing is known from before. */
    public CheckMachine(Check check) {
        this(check, Baseline.none(Instant.EPOCH), 1);
    }

    /**
     * For a check of one deployment.
     *
     * @param baseline up to the deployment, from which on the events are counted
     * @param sharing how many tests share the chance of being wrong about the service
     */
    public CheckMachine(Check check, Baseline baseline, int sharing) {
        this.check = check;
        this.ratioRules = RatioRules.of(check, baseline, sharing).orElse(null);
        this.answerRule = check.answers()
                .map(share -> new AnswerRule(share.tolerated(), share.alpha() / sharing, RatioRules.lasting(check)))
                .orElse(null);
        this.streaks = new Streaks(check, baseline);
        this.states = new StateTransitions(streaks.sustain(), ratioRules);
        this.baseline = baseline;
        this.attribution = new Attribution(check, baseline);
        this.explanation = new Explanation(check);
    }

    public Check check() {
        return check;
    }

    private Optional<RatioRules> ratioRules() {
        return Optional.ofNullable(ratioRules);
    }

    /** What the tests on what was counted have found, to be stored. */
    public List<StoredEvidence> remember(CheckProgress progress) {
        List<StoredEvidence> found = new ArrayList<>();
        ratioRules().ifPresent(tests -> {
            progress.evidence().ifPresent(evidence -> found.add(StoredEvidence.of(tests.test(), evidence)));
            progress.sharpEvidence()
                    .ifPresent(evidence ->
                            found.add(StoredEvidence.of(tests.sharp().orElseThrow(), evidence)));
            worse(progress)
                    .ifPresent(test -> progress.inherited()
                            .flatMap(PreExistingBreach::evidence)
                            .ifPresent(evidence -> found.add(StoredEvidence.of(test, evidence))));
        });
        return found;
    }

    /** The progress with what was remembered of the same tests; the others begin anew. */
    public CheckProgress recall(CheckProgress progress, List<StoredEvidence> found) {
        return progress.withEvidence(
                ratioRules()
                        .map(RatioRules::test)
                        .flatMap(test -> recalled(test, found))
                        .orElse(null),
                ratioRules()
                        .flatMap(RatioRules::sharp)
                        .flatMap(test -> recalled(test, found))
                        .orElse(null),
                worse(progress).flatMap(test -> recalled(test, found)).orElse(null));
    }

    private Optional<RatioRule> worse(CheckProgress progress) {
        return progress.inherited().flatMap(this::worse);
    }

    private Optional<RatioRule> worse(PreExistingBreach breach) {
        return ratioRules().flatMap(tests -> Attribution.worse(tests.test(), breach));
    }

    private static Optional<RatioEvidence> recalled(RatioRule test, List<StoredEvidence> found) {
        return found.stream().flatMap(one -> one.under(test).stream()).findFirst();
    }

    /** The test that its state rests on, where it counts events. */
    public Optional<RatioRule> test() {
        return ratioRules().map(RatioRules::test);
    }

    /** The check's progress after one more sample, which is not older than the last. */
    public CheckProgress step(CheckProgress before, Sample sample) {
        return step(before, sample, check.quality(sample.outcome()), check.every());
    }

    /**
     * The same, for a sample whose quality is known, or taken to be another than the outcome's own.
     *
     * @param every the interval at which the check is asked at present
     */
    public CheckProgress step(CheckProgress before, Sample sample, Quality quality, Duration every) {
        SeriesProgress series = series(before, sample);
        RatioEvidence evidence = evidence(test().orElse(null), before.evidence().orElse(null), sample);
        RatioEvidence sharp = evidence(
                ratioRules().flatMap(RatioRules::sharp).orElse(null),
                before.sharpEvidence().orElse(null),
                sample);
        Quality own = ownQuality(quality, sample, evidence, series);
        Optional<Streak> streak = streaks.next(before.streak().orElse(null), sample, own, every);
        Optional<Streak> proof =
                streaks.next(before.proof().orElse(null), sample, streaks.proof(own, sample.outcome()), every);
        int goodInRow = Streaks.goodInRow(before.goodInRow(), own);
        Optional<NewestSamples> row = streaks.amongNewest(before.row().orElse(null), sample, own, every);
        CheckState inRow = states.next(before.state(), own, streak.orElse(null), row.orElse(null), goodInRow);
        AnswerEvidence answers =
                answerRule == null ? before.answers() : streaks.answers(answerRule, before, sample, own, every);
        CheckState judged = answers.reached().isPresent() ? CheckState.FAILING : inRow;
        CheckState state = evidence == null ? judged : states.counted(before.state(), inRow, evidence);
        boolean recovered = before.state() == CheckState.FAILING && state != CheckState.FAILING;
        CheckProgress after = new CheckProgress(
                state,
                state == before.state() ? before.since() : Optional.of(sample.at()),
                streak,
                proof,
                // what has been decided counts no more
                inRow == CheckState.OK || inRow == CheckState.WARN ? Optional.empty() : row,
                goodInRow,
                streaks.sharp(before.sharp().orElse(null), sample, every),
                Optional.of(sample),
                sample.outcome().isAnswer() ? Optional.of(sample.at()) : before.seenAt(),
                // what is over counts neither for nor against what comes
                Optional.ofNullable(evidence == null || !recovered ? evidence : over(evidence)),
                Optional.ofNullable(sharp),
                answers,
                Optional.ofNullable(series),
                inherited(before, sample, quality, state),
                before.counted());
        if (isAnother(after, sample.at())) {
            return anew(after.inheriting(null), sample.at());
        }
        return isNewlyToBlame(before, after) ? asEveryDay(after, sample.at()) : after;
    }

    private RatioEvidence over(RatioEvidence evidence) {
        return evidence.over(test().orElseThrow());
    }

    /** Whether what is wrong now is not the breach that was inherited. */
    private boolean isAnother(CheckProgress progress, Instant at) {
        PreExistingBreach breach = progress.inherited().orElse(null);
        return breach != null && attribution.isAnother(breach, progress, at);
    }

    /** What went on longer than on the day before, or came back at another time, is proven by what comes from now on. */
    private CheckProgress anew(CheckProgress progress, Instant at) {
        CheckProgress found = progress.isWrong() ? asEveryDay(progress, at) : progress;
        boolean counts = found.inherited().isEmpty() && found.isCounted();
        return counts
                ? found.withEvidence(
                        over(found.evidence().orElseThrow()),
                        found.sharpEvidence().orElse(null),
                        null)
                : found;
    }

    /** Whether nothing excuses what is wrong now, while before it was less wrong, or excused. */
    private boolean isNewlyToBlame(CheckProgress before, CheckProgress after) {
        boolean wrong = after.isWrong() && !after.isInherited();
        boolean known = before.state() == after.state() && !before.isInherited();
        boolean sharp = sharpBreach(after).isPresent() && sharpExcuse(after).isEmpty();
        return (wrong && !known) || (sharp && sharpBreach(before).isEmpty());
    }

    private CheckProgress asEveryDay(CheckProgress progress, Instant at) {
        return attribution
                .asEveryDay(progress, at)
                .map(breach -> breach.proving(begun(breach, progress).orElse(null)))
                .map(progress::inheriting)
                .orElse(progress);
    }

    /** A test of whether the share is worse that begins now, and knows how bad events arrive. */
    private Optional<RatioEvidence> begun(PreExistingBreach breach, CheckProgress progress) {
        return worse(breach).flatMap(test -> progress.evidence().map(evidence -> evidence.over(test)));
    }

    private double allowed() {
        return check.proportion().map(Proportion::allowed).orElse(0.0);
    }

    private @Nullable SeriesProgress series(CheckProgress before, Sample sample) {
        SeriesProgress known = before.series().orElse(null);
        if (!(sample.outcome() instanceof Outcome.Measured measured)) {
            return known;
        }
        SeriesRule rule = check.series().orElse(null);
        return rule == null ? null : rule.next(known == null ? rule.begin() : known, sample, measured, baseline);
    }

    /** What is left of the breach that was inherited, after a sample that left the check in {@code state}. */
    private Optional<PreExistingBreach> inherited(
            CheckProgress before, Sample sample, Quality quality, CheckState state) {
        Optional<PreExistingBreach> known = before.last().isPresent() ? before.inherited() : attribution.inherited();
        if (known.isEmpty()) {
            return known;
        }
        PreExistingBreach breach = attribution.next(known.orElseThrow(), before, sample, quality);
        RatioEvidence worse =
                evidence(worse(breach).orElse(null), breach.evidence().orElse(null), sample);
        return breach.proving(worse).after(sample, state, allowed());
    }

    /** What the sample says by itself, or together with those that it is looked at with. */
    private static Quality ownQuality(
            Quality quality, Sample sample, @Nullable RatioEvidence evidence, @Nullable SeriesProgress series) {
        if (!(sample.outcome() instanceof Outcome.Measured)) {
            return quality;
        }
        if (series != null) {
            return series.newest()
                    .filter(look -> look.quality() != Quality.NO_DATA)
                    .filter(look -> look.at().equals(sample.at()) || look.quality() == Quality.SOFT)
                    .map(SeriesFinding::quality)
                    .orElse(Quality.UNDETERMINED);
        }
        // where events are counted, a sample's own value is no breach
        return evidence != null && quality == Quality.BAD ? Quality.GOOD : quality;
    }

    private static @Nullable RatioEvidence evidence(
            @Nullable RatioRule test, @Nullable RatioEvidence before, Sample sample) {
        return test == null ? null : RatioRules.next(test, before, sample);
    }

    /** What a sample counts as in a window, after it: part of a series, it is as good as the newest look at that. */
    public Quality inWindow(CheckProgress progress, Quality quality) {
        boolean bad = progress.series()
                .flatMap(SeriesProgress::newest)
                .filter(look -> look.quality() == Quality.BAD)
                .isPresent();
        return bad && quality == Quality.GOOD ? Quality.BAD : quality;
    }

    /** Why the values can be judged neither good nor bad as a series; empty where they are not one, or are judged. */
    public Optional<String> undetermined(CheckProgress progress) {
        Optional<SeriesFinding> newest = progress.series().flatMap(SeriesProgress::newest);
        boolean isDetermined =
                newest.filter(look -> look.quality() != Quality.NO_DATA).isPresent();
        if (check.series().isEmpty() || isDetermined) {
            return Optional.empty();
        }
        return Optional.of(check.title() + ", expected " + check.series().orElseThrow() + ": "
                + newest.map(SeriesFinding::reason).orElse("too few samples to evaluate"));
    }

    /** Whether the newest look at the values as a series cannot tell what is bad from what is harmless. */
    public boolean isUnclear(CheckProgress progress) {
        return progress.series()
                .flatMap(SeriesProgress::newest)
                .filter(look -> look.quality() == Quality.SOFT)
                .isPresent();
    }

    /** What excuses a failing check's release: that it was so before; empty where nothing does. */
    public Optional<String> excuse(CheckProgress progress) {
        return progress.isInherited() ? progress.inherited().map(PreExistingBreach::reason) : Optional.empty();
    }

    /** What excuses too large a share of what was counted from one instant to another: that it is so every day. */
    public Optional<String> excuse(Instant from, Instant to, Counts counted) {
        return attribution.asEveryDay(from, to, counted);
    }

    /** The same for a breach of the sharper limit, which is new where it was not beyond that limit before. */
    public Optional<String> sharpExcuse(CheckProgress progress) {
        return progress.inherited()
                .filter(breach -> breach.sharp() && !breach.isWorse())
                .map(PreExistingBreach::reason);
    }

    /** One sentence on how the state came about. */
    public String explain(CheckProgress progress) {
        String state = explainState(progress);
        if (progress.isInherited()) {
            return state + "; pre-existing: "
                    + progress.inherited().orElseThrow().reason();
        }
        boolean failing = progress.state() == CheckState.FAILING;
        return progress.inherited()
                .filter(breach -> failing)
                .map(breach -> state + breach.worse())
                .orElse(state);
    }

    /** What the newest sample found, such as a value with its unit; empty before the first. */
    public Optional<String> observed(CheckProgress progress) {
        return progress.last().map(sample -> explanation.value(sample.outcome()));
    }

    private String explainState(CheckProgress progress) {
        Optional<RatioEvidence> counted = progress.evidence();
        if (progress.series().isPresent()) {
            return explanation.series(progress, progress.series().orElseThrow());
        }
        if (counted.isPresent()) {
            return explanation.counted(
                    progress, counted.orElseThrow(), ratioRules().orElseThrow().test());
        }
        return progress.last()
                .map(sample -> explanation.of(progress, sample, answerRule))
                .orElse(check.title() + " has no sample yet");
    }

    /** Whether the newest sample completes, or goes on with, a breach that is sustained on evidence alone. */
    public boolean isProven(CheckProgress progress) {
        if (progress.isCounted()) {
            return progress.state() == CheckState.FAILING
                    && isNewestProven(progress, progress.evidence().orElse(null));
        }
        return proof(progress).isPresent();
    }

    /** The bad samples that are evidence and sustain the breach, of which the newest sample is one; empty where none do. */
    public Optional<Streak> proof(CheckProgress progress) {
        Streak inRow = progress.proof().orElse(null);
        if (inRow != null && isNewest(inRow, progress) && inRow.isSustained(streaks.sustain())) {
            return Optional.of(inRow);
        }
        Optional<Streak> together = provenTogether(progress);
        return together.isPresent() && isNewest(together.orElseThrow(), progress) ? together : Optional.empty();
    }

    /** The bad samples that count together though good ones may lie between. */
    private Optional<Streak> provenTogether(CheckProgress progress) {
        Failures asked = streaks.sustain().amongNewest().orElse(null);
        NewestSamples row = progress.row().orElse(null);
        return asked != null && row != null && row.isProven(asked)
                ? Optional.of(row.proof())
                : progress.answers().reached().map(Streak::of);
    }

    private static boolean isNewestProven(CheckProgress progress, @Nullable RatioEvidence evidence) {
        boolean measured = progress.last()
                .filter(sample -> sample.outcome() instanceof Outcome.Measured)
                .isPresent();
        return measured && evidence != null && RatioRules.isProven(evidence);
    }

    private static boolean isNewest(Streak streak, CheckProgress progress) {
        return progress.last().orElseThrow().at().equals(streak.last());
    }

    /** The sentence on a sharper limit that has been breached for long enough by now; empty where it has not. */
    public Optional<String> sharpBreach(CheckProgress progress) {
        if (progress.sharpEvidence().isPresent()) {
            return isNewestProven(progress, progress.sharpEvidence().orElse(null))
                    ? Optional.of(explanation.sharp(
                            progress,
                            progress.sharpEvidence().orElseThrow(),
                            ratioRules().flatMap(RatioRules::sharp).orElseThrow()))
                    : Optional.empty();
        }
        if (check.rollbackWhen().isEmpty() || progress.sharp().isEmpty()) {
            return Optional.empty();
        }
        SharperLimit limit = check.rollbackWhen().orElseThrow();
        Streak beyond = progress.sharp().orElseThrow();
        return isNewest(beyond, progress) && beyond.hasLasted(limit.lasting())
                ? Optional.of(explanation.sharp(beyond, limit, progress.last().orElseThrow()))
                : Optional.empty();
    }
}
