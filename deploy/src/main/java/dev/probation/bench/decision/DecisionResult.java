package dev.probation.bench.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One recording, and what each judge came to. */
record DecisionResult(DecisionLabel label, DecisionStory story, double observed, List<DecisionJudge.Ruling> rulings) {

    private Optional<Instant> decidedAt(int judge) {
        return rulings.get(judge).decidedAt();
    }

    private boolean isBeforeOnset(Instant at) {
        return at.isBefore(DecisionRecording.LIVE.plusSeconds(label.onset()));
    }

    /** A deployment that did nothing wrong and was rolled back. */
    boolean isFalse(int judge) {
        return label.isInnocent() && decidedAt(judge).isPresent();
    }

    /** A regression that was rolled back before there was one. */
    boolean isEarly(int judge) {
        return !label.isInnocent()
                && decidedAt(judge).filter(this::isBeforeOnset).isPresent();
    }

    boolean isMissed(int judge) {
        return !label.isInnocent()
                && label.kind() != DecisionLabel.Kind.LEAK
                && decidedAt(judge).isEmpty();
    }

    boolean isFound(int judge) {
        return !label.isInnocent() && decidedAt(judge).isPresent() && !isEarly(judge);
    }

    /** From when it was as large as must be found; of one that was found. Zero where it was found while growing. */
    Duration delay(int judge) {
        Instant severe = DecisionRecording.LIVE.plusSeconds(label.severe());
        Duration delay = Duration.between(severe, decidedAt(judge).orElseThrow());
        return delay.isNegative() ? Duration.ZERO : delay;
    }
}
