package dev.probation.rules.check;

import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Sustain;
import java.time.Duration;
import java.time.Instant;

/**
 * Bad samples with no good one between.
 *
 * @param bad how many
 * @param samples all samples since the first, those that are neither good nor bad included
 * @param first the first bad one, from which its duration counts
 * @param last the last bad one
 * @param answered whether any of them was an answer of the target, rather than an error on the way to it
 */
public record Streak(long bad, long samples, Instant first, Instant last, boolean answered) {

    /** Two samples may be far apart, and say nothing of the time between. */
    private static final int LEAST = 3;

    /** The bad ones among answers of which too many are bad. */
    static Streak of(AnswerEvidence.Stretch answers) {
        return new Streak(answers.bad(), answers.answers(), answers.first(), answers.lastBad(), answers.answered());
    }

    static Streak begin(Instant at, boolean answered) {
        return new Streak(1, 1, at, at, answered);
    }

    /**
     * With one more bad sample. A silence longer than {@code patience} proves nothing, so the duration counts anew after
     * it; the number in a row does not.
     */
    Streak bad(Instant at, boolean isAnswer, Duration patience) {
        boolean silent = Duration.between(last, at).compareTo(patience) > 0;
        return new Streak(bad + 1, samples + 1, silent ? at : first, at, answered || isAnswer);
    }

    Streak neither() {
        return new Streak(bad, samples + 1, first, last, answered);
    }

    /** Between the first and the last bad sample; what came after the last is not known to be bad. */
    Duration lasted() {
        return Duration.between(first, last);
    }

    boolean isSustained(Sustain sustain) {
        boolean enough = sustain.failures()
                .filter(Failures::isInRow)
                .filter(asked -> bad >= asked.bad())
                .isPresent();
        return enough || sustain.lasting().filter(this::hasLasted).isPresent();
    }

    /** Whether it has been bad for that long, by samples enough to say so. */
    boolean hasLasted(Duration asked) {
        return asked.isZero() || (bad >= LEAST && lasted().compareTo(asked) >= 0);
    }
}
