package dev.probation.rules.check;

import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state machine of a check: a bad sample is a breach, a sustained breach is a failure, and good samples recover from
 * it. What is neither good nor bad moves nothing but the state shown, and never ends a failure. Pure.
 */
public final class CheckMachine {

    private final Check check;
    private final Duration patience;
    private final Explanation explanation;

    public CheckMachine(Check check) {
        this.check = check;
        this.patience = patience(check, check.sustain().lasting().orElse(Duration.ZERO));
        this.explanation = new Explanation(check);
    }

    /** A silence of this length is longer than a few missed samples, and longer than what is asked to be proven. */
    private static Duration patience(Check check, Duration lasting) {
        Duration missed = check.every().multipliedBy(3);
        return lasting.compareTo(missed) > 0 ? lasting : missed;
    }

    public Check check() {
        return check;
    }

    /** The check's progress after one more sample, which is not older than the last. */
    public CheckProgress step(CheckProgress before, Sample sample) {
        return step(before, sample, Quality.of(check, sample.outcome()));
    }

    /** The same, for a sample whose quality is known, or taken to be another than the outcome's own. */
    public CheckProgress step(CheckProgress before, Sample sample, Quality quality) {
        boolean answer = sample.outcome().isAnswer();
        Optional<Streak> streak = streak(before, sample, quality, answer);
        int goodInRow = goodInRow(before, quality);
        CheckState state = state(before.state(), quality, streak, goodInRow);
        Optional<Instant> since = state == before.state() ? before.since() : Optional.of(sample.at());
        return new CheckProgress(
                state,
                since,
                streak,
                goodInRow,
                sharp(before.sharp(), sample),
                Optional.of(sample),
                answer ? Optional.of(sample.at()) : before.seenAt(),
                before.counted(),
                explanation.of(state, sample, streak));
    }

    private Optional<Streak> streak(CheckProgress before, Sample sample, Quality quality, boolean answer) {
        return switch (quality) {
            case GOOD, SOFT -> Optional.empty();
            case NO_DATA, ERROR -> before.streak().map(Streak::neither);
            case BAD ->
                Optional.of(before.streak()
                        .map(running -> running.bad(sample.at(), answer, patience))
                        .orElseGet(() -> Streak.begin(sample.at(), answer)));
        };
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

    private Optional<Streak> sharp(Optional<Streak> before, Sample sample) {
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
        Duration silence = patience(check, limit.lasting());
        return Optional.of(before.map(running -> running.bad(sample.at(), true, silence))
                .orElseGet(() -> Streak.begin(sample.at(), true)));
    }

    /** The sentence on a sharper limit that has been breached for long enough; empty where it has not. */
    public Optional<String> sharpBreach(CheckProgress progress) {
        if (check.rollbackWhen().isEmpty() || progress.sharp().isEmpty()) {
            return Optional.empty();
        }
        SharperLimit limit = check.rollbackWhen().orElseThrow();
        Streak beyond = progress.sharp().orElseThrow();
        return beyond.lasted().compareTo(limit.lasting()) < 0
                ? Optional.empty()
                : Optional.of(explanation.sharp(beyond, limit, progress.last().orElseThrow()));
    }
}
