package dev.probation.rules.evidence.proportion;

import java.time.Duration;

/**
 * A test of "after a good answer, the next one is bad with at most this chance", which may be looked at after every answer.
 * {@link AnswerEvidence} is what it has found.
 *
 * @param limit the chance allowed, above 0 and below 1
 * @param alpha the chance of being wrong that is accepted, over the whole deployment
 * @param lasting nothing that is shorter decides, however many bad answers it holds
 */
public record AnswerRule(double limit, double alpha, Duration lasting) {

    /** An outage of a minute, with what it takes to come back, decides nothing. */
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    /** A limit of nothing would be broken by the first bad answer. */
    private static final double LEAST_LIMIT = 0.001;

    private static final int FEWEST_GOOD = 20;

    public AnswerRule {
        limit = RatioRule.share("limit", Math.max(limit, LEAST_LIMIT));
        alpha = RatioRule.share("alpha", alpha);
        lasting = lasting.compareTo(SHORTEST) < 0 ? SHORTEST : lasting;
    }

    /** So many good answers in a row end a stretch: among as many, one bad one is allowed. */
    public int goodToEnd() {
        return (int) Math.max(FEWEST_GOOD, Math.ceil(1 / limit));
    }

    /** What the logarithm of the e-value must reach: Ville's inequality. */
    double enough() {
        return -Math.log(alpha);
    }
}
