package dev.probation.rules.check;

import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which state follows which. */
final class StateTransitions {

    private final Sustain sustain;
    private final @Nullable RatioRules ratioRules;

    StateTransitions(Sustain sustain, @Nullable RatioRules ratioRules) {
        this.sustain = sustain;
        this.ratioRules = ratioRules;
    }

    /** The state that samples in a row make. */
    CheckState next(
            CheckState before, Quality quality, @Nullable Streak streak, @Nullable NewestSamples row, int goodInRow) {
        boolean good = quality == Quality.GOOD || quality == Quality.SOFT;
        boolean recovered = good && goodInRow >= sustain.recover();
        if (before == CheckState.FAILING && !recovered) {
            return CheckState.FAILING;
        }
        if (good && before != CheckState.FAILING && isOpen(row, goodInRow)) {
            return CheckState.BREACHING;
        }
        return switch (quality) {
            case GOOD -> CheckState.OK;
            case SOFT -> CheckState.WARN;
            case BAD -> isSustained(streak, row) ? CheckState.FAILING : CheckState.BREACHING;
            case UNDETERMINED -> undetermined(streak, row, goodInRow);
            case NO_DATA -> CheckState.NO_DATA;
            case ERROR -> CheckState.ERROR;
        };
    }

    private boolean isSustained(@Nullable Streak streak, @Nullable NewestSamples row) {
        boolean amongNewest =
                row != null && sustain.amongNewest().filter(row::isSustained).isPresent();
        return amongNewest
                || Objects.requireNonNull(streak, "a bad sample is in a streak").isSustained(sustain);
    }

    /** Whether the newest bad sample may still be one of the failures that are enough together. */
    private boolean isOpen(@Nullable NewestSamples row, int goodInRow) {
        return row != null
                && sustain.amongNewest()
                        .filter(asked -> goodInRow <= asked.goodBetween())
                        .isPresent();
    }

    /** As the last look left it. */
    private static CheckState undetermined(@Nullable Streak streak, @Nullable NewestSamples row, int goodInRow) {
        if (streak != null || row != null) {
            return CheckState.BREACHING;
        }
        return goodInRow > 0 ? CheckState.OK : CheckState.WAITING;
    }

    /** The state by what was counted, given the one that the samples in a row make. */
    CheckState counted(CheckState before, CheckState inRow, RatioEvidence evidence) {
        RatioRules counted = Objects.requireNonNull(ratioRules, "the check counts events");
        boolean recovering = before == CheckState.FAILING && !counted.isAllowed(evidence);
        if (recovering || (evidence.isReached() && before != CheckState.FAILING)) {
            return CheckState.FAILING;
        }
        boolean fine = inRow == CheckState.OK || inRow == CheckState.WARN;
        return fine && counted.isSuspicious(evidence) ? CheckState.BREACHING : inRow;
    }
}
