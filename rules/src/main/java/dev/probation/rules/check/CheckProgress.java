package dev.probation.rules.check;

import dev.probation.rules.check.series.SeriesProgress;
import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the samples so far have made of a check. Immutable; {@link CheckMachine} makes the next from a sample.
 *
 * @param since when the state was entered
 * @param streak the bad samples since the last good one
 * @param proof those of them that are evidence against the release, which missing data and the monitoring's own errors are not
 * @param row the newest samples from the first bad one on, where good ones may lie between; empty where none counts any more
 * @param goodInRow good samples since the last bad one
 * @param sharp samples beyond the sharper limit since the last that was not
 * @param last the newest sample
 * @param seenAt when the target last gave an answer, whatever it said
 * @param evidence what the events counted say against the share allowed, once any were
 * @param sharpEvidence the same against the sharper limit, where there is one on the share
 * @param answers what the share of bad answers has come to, where they are events
 * @param series what its values have come to together, where they are judged so
 * @param inherited the breach that was there before the deployment, while it is not over
 * @param counted all events of a counted ratio since the deployment
 */
public record CheckProgress(
        CheckState state,
        Optional<Instant> since,
        Optional<Streak> streak,
        Optional<Streak> proof,
        Optional<NewestSamples> row,
        int goodInRow,
        Optional<Streak> sharp,
        Optional<Sample> last,
        Optional<Instant> seenAt,
        Optional<RatioEvidence> evidence,
        Optional<RatioEvidence> sharpEvidence,
        AnswerEvidence answers,
        Optional<SeriesProgress> series,
        Optional<PreExistingBreach> inherited,
        Counts counted) {

    /** Before the first sample. */
    public static final CheckProgress NONE = new CheckProgress(
            CheckState.WAITING,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            AnswerEvidence.NONE,
            Optional.empty(),
            Optional.empty(),
            new Counts(0, 0));

    /** With the sample's events counted, whether or not it is judged. */
    public CheckProgress counting(Sample sample) {
        if (!(sample.outcome() instanceof Outcome.Measured measured)
                || measured.counts().isEmpty()) {
            return this;
        }
        Counts more = measured.counts().orElseThrow();
        Counts sum = counted.plus(more);
        return new CheckProgress(
                state,
                since,
                streak,
                proof,
                row,
                goodInRow,
                sharp,
                last,
                seenAt,
                evidence,
                sharpEvidence,
                answers,
                series,
                inherited,
                sum);
    }

    /** The same without what tests on shares have found, which is remembered in a form of its own. */
    public CheckProgress withoutEvidence() {
        return withEvidence(null, null, null);
    }

    /** With what was found against the limit, the sharper one, and the share that was there before the deployment. */
    CheckProgress withEvidence(
            @Nullable RatioEvidence found, @Nullable RatioEvidence sharpFound, @Nullable RatioEvidence worseFound) {
        return new CheckProgress(
                state,
                since,
                streak,
                proof,
                row,
                goodInRow,
                sharp,
                last,
                seenAt,
                Optional.ofNullable(found),
                Optional.ofNullable(sharpFound),
                answers,
                series,
                inherited.map(breach -> breach.proving(worseFound)),
                counted);
    }

    /** The bursts of what is counted that are known. */
    public Bursts bursts() {
        return evidence.map(found -> found.arrivals().bursts()).orElse(Bursts.NONE);
    }

    /** The bad samples that count together: as a share of the answers, among the newest, or in a row. */
    Optional<Streak> breach() {
        return answers.reached()
                .map(Streak::of)
                .or(() -> row.map(NewestSamples::streak))
                .or(() -> streak);
    }

    /** Whether the next samples tell whether the check fails, so that it is asked as often as it says itself. */
    public boolean isPressing() {
        return isWrong() || answers.open().isPresent();
    }

    boolean isWrong() {
        return state == CheckState.BREACHING || state == CheckState.FAILING;
    }

    /** With a breach that was there before the deployment, or with none. */
    CheckProgress inheriting(@Nullable PreExistingBreach breach) {
        return new CheckProgress(
                state,
                since,
                streak,
                proof,
                row,
                goodInRow,
                sharp,
                last,
                seenAt,
                evidence,
                sharpEvidence,
                answers,
                series,
                Optional.ofNullable(breach),
                counted);
    }

    /** The same, where a breach that was there before the deployment does not fail the check. */
    public CheckProgress excused(CheckProgress before) {
        if (state != CheckState.FAILING || !isInherited()) {
            return this;
        }
        return new CheckProgress(
                CheckState.BREACHING,
                before.state == CheckState.BREACHING ? before.since : since,
                streak,
                proof,
                row,
                goodInRow,
                sharp,
                last,
                seenAt,
                evidence,
                sharpEvidence,
                answers,
                series,
                inherited,
                counted);
    }

    /** Whether what is wrong was so before the deployment, and is not clearly worse since. */
    public boolean isInherited() {
        return isWrong() && inherited.filter(breach -> !breach.isWorse()).isPresent();
    }

    /** The state as far as the release is to blame for it. */
    public CheckState attributed() {
        return state == CheckState.FAILING && isInherited() ? CheckState.BREACHING : state;
    }

    /** Whether its state rests on what was counted. */
    public boolean isCounted() {
        return evidence.isPresent();
    }

    /** Whether the newest sample is an answer of the target: a value, no data, or an error that it answered with. */
    public boolean sees() {
        return last.isPresent() && last.orElseThrow().outcome().isAnswer();
    }
}
