package dev.probation.rules.check;

import dev.probation.rules.evidence.RatioEvidence;
import dev.probation.rules.evidence.RatioTest;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of a check: a bad sample is a breach, a sustained breach is a failure, and good samples recover from
 * it. What is neither good nor bad moves nothing but the state shown, and never ends a failure. Pure.
 */
public final class CheckMachine {

    private final Check check;
    private final Optional<Counting> counting;
    private final Explanation explanation;

    /** For a check that counts nothing. */
    public CheckMachine(Check check) {
        this(check, Instant.EPOCH, 1);
    }

    /**
     * For a check of one deployment.
     *
     * @param start of the deployment, from which the events are counted
     * @param sharing how many tests share the chance of being wrong about the service
     */
    public CheckMachine(Check check, Instant start, int sharing) {
        this.check = check;
        this.counting = Counting.of(check, start, sharing);
        this.explanation = new Explanation(check);
    }

    /** A silence of this length is longer than a few missed samples, and longer than what is asked to be proven. */
    private static Duration patience(Duration every, Duration lasting) {
        Duration missed = every.multipliedBy(3);
        return lasting.compareTo(missed) > 0 ? lasting : missed;
    }

    public Check check() {
        return check;
    }

    /** What the tests on what was counted have found, to be stored; of the limit, and of the sharper one. */
    public List<Remembered> remember(CheckProgress progress) {
        List<Remembered> found = new ArrayList<>();
        counting.ifPresent(tests -> {
            progress.evidence().ifPresent(evidence -> found.add(Remembered.of(tests.test(), evidence)));
            progress.sharpEvidence()
                    .ifPresent(evidence -> found.add(Remembered.of(tests.sharp().orElseThrow(), evidence)));
        });
        return found;
    }

    /** The progress with what was remembered of the same tests; the others begin anew. */
    public CheckProgress recall(CheckProgress progress, List<Remembered> found) {
        return progress.withEvidence(
                counting.map(Counting::test).flatMap(test -> recalled(test, found)),
                counting.flatMap(Counting::sharp).flatMap(test -> recalled(test, found)));
    }

    private static Optional<RatioEvidence> recalled(RatioTest test, List<Remembered> found) {
        return found.stream().flatMap(one -> one.under(test).stream()).findFirst();
    }

    /** The test that its state rests on, where it counts events. */
    public Optional<RatioTest> test() {
        return counting.map(Counting::test);
    }

    /** The check's progress after one more sample, which is not older than the last. */
    public CheckProgress step(CheckProgress before, Sample sample) {
        return step(before, sample, Quality.of(check, sample.outcome()), check.every());
    }

    /**
     * The same, for a sample whose quality is known, or taken to be another than the outcome's own.
     *
     * @param every the interval at which the check is asked at present
     */
    public CheckProgress step(CheckProgress before, Sample sample, Quality quality, Duration every) {
        boolean answer = sample.outcome().isAnswer();
        Optional<RatioEvidence> evidence = evidence(counting.map(Counting::test), before.evidence(), sample);
        Optional<RatioEvidence> sharp = evidence(counting.flatMap(Counting::sharp), before.sharpEvidence(), sample);
        Quality alone = evidence.isPresent() ? unlessMeasured(quality, sample.outcome()) : quality;
        Optional<Streak> streak = streak(before.streak(), sample, alone, every);
        Optional<Streak> proof = streak(before.proof(), sample, proof(alone, sample.outcome()), every);
        int goodInRow = goodInRow(before, alone);
        CheckState inRow = state(before.state(), alone, streak, goodInRow);
        CheckState state =
                evidence.map(found -> counted(before.state(), inRow, found)).orElse(inRow);
        boolean recovered = before.state() == CheckState.FAILING && state != CheckState.FAILING;
        Optional<Instant> since = state == before.state() ? before.since() : Optional.of(sample.at());
        return new CheckProgress(
                state,
                since,
                streak,
                proof,
                goodInRow,
                sharp(before.sharp(), sample, every),
                Optional.of(sample),
                answer ? Optional.of(sample.at()) : before.seenAt(),
                // what is over counts neither for nor against what comes
                recovered
                        ? evidence.map(over ->
                                RatioEvidence.none(counting.orElseThrow().test()))
                        : evidence,
                sharp,
                before.counted());
    }

    private static Optional<RatioEvidence> evidence(
            Optional<RatioTest> test, Optional<RatioEvidence> before, Sample sample) {
        return test.flatMap(asked -> Counting.next(asked, before, sample));
    }

    /** Where events are counted, a sample's own value is no breach. */
    private static Quality unlessMeasured(Quality quality, Outcome outcome) {
        return outcome instanceof Outcome.Measured && quality == Quality.BAD ? Quality.GOOD : quality;
    }

    /** The state by what was counted, given the one that the samples in a row make. */
    private CheckState counted(CheckState before, CheckState inRow, RatioEvidence evidence) {
        Counting counted = counting.orElseThrow();
        boolean recovering = before == CheckState.FAILING && !counted.isAllowed(evidence);
        if (recovering || (evidence.isReached() && before != CheckState.FAILING)) {
            return CheckState.FAILING;
        }
        boolean fine = inRow == CheckState.OK || inRow == CheckState.WARN;
        return fine && counted.isSuspicious(evidence) ? CheckState.BREACHING : inRow;
    }

    private Optional<Streak> streak(Optional<Streak> before, Sample sample, Quality quality, Duration every) {
        return switch (quality) {
            case GOOD, SOFT -> Optional.empty();
            case NO_DATA, ERROR -> before.map(Streak::neither);
            case BAD -> Optional.of(bad(before, sample, every));
        };
    }

    private Streak bad(Optional<Streak> before, Sample sample, Duration every) {
        boolean answer = sample.outcome().isAnswer();
        Duration patience = patience(every, check.sustain().lasting().orElse(Duration.ZERO));
        return before.map(running -> running.bad(sample.at(), answer, patience))
                .orElseGet(() -> Streak.begin(sample.at(), answer));
    }

    /** What is unmeasured may be held against a check, but it proves nothing against the release. */
    private Quality proof(Quality quality, Outcome outcome) {
        if (quality != Quality.BAD || outcome instanceof Outcome.Measured) {
            return quality;
        }
        return outcome instanceof Outcome.Failed && check.reachability() ? Quality.BAD : Quality.ERROR;
    }

    private static int goodInRow(CheckProgress before, Quality quality) {
        return switch (quality) {
            case GOOD, SOFT -> before.goodInRow() == Integer.MAX_VALUE ? before.goodInRow() : before.goodInRow() + 1;
            case NO_DATA, ERROR -> before.goodInRow();
            case BAD -> 0;
        };
    }

    private CheckState state(CheckState before, Quality quality, Optional<Streak> streak, int goodInRow) {
        boolean good = quality == Quality.GOOD || quality == Quality.SOFT;
        boolean recovered = good && goodInRow >= check.sustain().recover();
        if (before == CheckState.FAILING && !recovered) {
            return CheckState.FAILING;
        }
        return switch (quality) {
            case GOOD -> CheckState.OK;
            case SOFT -> CheckState.WARN;
            case BAD -> streak.orElseThrow().isSustained(check.sustain()) ? CheckState.FAILING : CheckState.BREACHING;
            case NO_DATA -> CheckState.NO_DATA;
            case ERROR -> CheckState.ERROR;
        };
    }

    private Optional<Streak> sharp(Optional<Streak> before, Sample sample, Duration every) {
        if (check.rollbackWhen().isEmpty()) {
            return Optional.empty();
        }
        if (!(sample.outcome() instanceof Outcome.Measured measured)) {
            return before.map(Streak::neither);
        }
        SharperLimit limit = check.rollbackWhen().orElseThrow();
        if (!limit.breach().holds(measured.value())) {
            return Optional.empty();
        }
        Duration silence = patience(every, limit.lasting());
        return Optional.of(before.map(running -> running.bad(sample.at(), true, silence))
                .orElseGet(() -> Streak.begin(sample.at(), true)));
    }

    /** One sentence on how the state came about. */
    public String explain(CheckProgress progress) {
        Optional<RatioEvidence> counted = progress.evidence();
        if (counted.isPresent()) {
            return explanation.counted(
                    progress, counted.orElseThrow(), counting.orElseThrow().test());
        }
        return progress.last()
                .map(sample -> explanation.of(progress.state(), sample, progress.streak()))
                .orElse(check.title() + " has no sample yet");
    }

    /** Whether the newest sample completes, or goes on with, a breach that is sustained on evidence alone. */
    public boolean isProven(CheckProgress progress) {
        if (progress.isCounted()) {
            return progress.state() == CheckState.FAILING && isNewestProven(progress, progress.evidence());
        }
        return progress.proof()
                .filter(proof -> isNewest(proof, progress) && proof.isSustained(check.sustain()))
                .isPresent();
    }

    private static boolean isNewestProven(CheckProgress progress, Optional<RatioEvidence> evidence) {
        boolean measured = progress.last()
                .filter(sample -> sample.outcome() instanceof Outcome.Measured)
                .isPresent();
        return measured && evidence.filter(Counting::isProven).isPresent();
    }

    private static boolean isNewest(Streak streak, CheckProgress progress) {
        return progress.last().orElseThrow().at().equals(streak.last());
    }

    /** The sentence on a sharper limit that has been breached for long enough by now; empty where it has not. */
    public Optional<String> sharpBreach(CheckProgress progress) {
        if (progress.sharpEvidence().isPresent()) {
            return isNewestProven(progress, progress.sharpEvidence())
                    ? Optional.of(explanation.sharp(
                            progress,
                            progress.sharpEvidence().orElseThrow(),
                            counting.flatMap(Counting::sharp).orElseThrow()))
                    : Optional.empty();
        }
        if (check.rollbackWhen().isEmpty() || progress.sharp().isEmpty()) {
            return Optional.empty();
        }
        SharperLimit limit = check.rollbackWhen().orElseThrow();
        Streak beyond = progress.sharp().orElseThrow();
        return isNewest(beyond, progress) && beyond.lasted().compareTo(limit.lasting()) >= 0
                ? Optional.of(explanation.sharp(beyond, limit, progress.last().orElseThrow()))
                : Optional.empty();
    }
}
