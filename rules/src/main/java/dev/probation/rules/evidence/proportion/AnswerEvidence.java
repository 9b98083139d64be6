package dev.probation.rules.evidence.proportion;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an {@link AnswerRule} has found in the answers so far. Immutable.
 *
 * <p>A bad answer opens a stretch, and many good ones in a row end it. What is tested are the answers in a stretch that follow a
 * good one, so that an outage counts once, however long it is: how long an answer may be bad is for others to say. The stretch's
 * likelihood ratio, a mixture over larger shares, is an e-value from the answer after the first bad one on. The k-th stretch
 * has the weight {@code 1/(k(k+1))}. These sum to 1, so the chance that any stretch of a service that keeps to the limit ever
 * reaches {@code 1/alpha} is at most alpha, by Ville's inequality, however its answers are spread over time and however often
 * it is asked. A stretch that is over is forgotten, won or lost.
 *
 * @param stretches how many there have been, the open one included
 * @param open the stretch that is not over
 */
public record AnswerEvidence(long stretches, Optional<Stretch> open) {

    /** Before the first answer. */
    public static final AnswerEvidence NONE = new AnswerEvidence(0, Optional.empty());

    /** A failure is over after so many good answers in a row that they would hardly come if the share were still the same. */
    private static final double CHANCE = 0.01;

    /** Two bad answers and a good one between would be too few, however improbable. */
    private static final int FEWEST_BAD = 3;

    /**
     * Answers from a bad one on.
     *
     * @param first when the first bad one was
     * @param lastBad when the newest bad one was
     * @param last when the newest answer was, good or bad
     * @param bad the bad ones
     * @param answers all of them
     * @param badAfterGood the bad ones that follow a good one
     * @param afterGood all that follow a good one
     * @param goodInRow the good ones since the newest bad one
     * @param answered whether the target itself gave any of the bad ones, rather than none at all
     * @param reached whether the evidence has been enough, so that the check fails until the stretch is over
     */
    public record Stretch(
            Instant first,
            Instant lastBad,
            Instant last,
            long bad,
            long answers,
            long badAfterGood,
            long afterGood,
            int goodInRow,
            boolean answered,
            boolean reached) {

        private static Stretch begin(Instant at, boolean answered) {
            return new Stretch(at, at, at, 1, 1, 0, 0, 0, answered, false);
        }

        private Stretch good(Instant at) {
            int follows = goodInRow > 0 ? 1 : 0;
            return new Stretch(
                    first,
                    lastBad,
                    at,
                    bad,
                    answers + 1,
                    badAfterGood,
                    afterGood + follows,
                    goodInRow + 1,
                    answered,
                    reached);
        }

        private Stretch bad(Instant at, boolean isAnswer) {
            int follows = goodInRow > 0 ? 1 : 0;
            return new Stretch(
                    first,
                    at,
                    at,
                    bad + 1,
                    answers + 1,
                    badAfterGood + follows,
                    afterGood + follows,
                    0,
                    answered || isAnswer,
                    reached);
        }

        private boolean isOver(AnswerRule test) {
            return goodInRow >= (reached ? Math.min(goodToRecover(), test.goodToEnd()) : test.goodToEnd());
        }

        private double goodToRecover() {
            // up to the newest bad answer; good ones may be rarer between than after each other
            double afterGoodOnes = (double) badAfterGood / (afterGood - goodInRow + 1);
            double ofAll = (double) bad / (answers - goodInRow);
            return Math.log(CHANCE) / Math.log1p(-Math.min(afterGoodOnes, ofAll));
        }

        private Stretch found() {
            return new Stretch(first, lastBad, last, bad, answers, badAfterGood, afterGood, goodInRow, answered, true);
        }

        /** From the first bad answer to the newest. */
        public Duration lasted() {
            return Duration.between(first, lastBad);
        }
    }

    /** With a good answer. */
    public AnswerEvidence good(AnswerRule test, Instant at) {
        return new AnswerEvidence(
                stretches, open.map(stretch -> stretch.good(at)).filter(stretch -> !stretch.isOver(test)));
    }

    /**
     * With a bad one.
     *
     * @param isAnswer whether the target gave it
     */
    public AnswerEvidence bad(AnswerRule test, Instant at, boolean isAnswer) {
        if (open.isEmpty()) {
            return new AnswerEvidence(stretches + 1, Optional.of(Stretch.begin(at, isAnswer)));
        }
        AnswerEvidence more = new AnswerEvidence(stretches, open.map(stretch -> stretch.bad(at, isAnswer)));
        return more.isEnough(test) ? new AnswerEvidence(stretches, more.open.map(Stretch::found)) : more;
    }

    private boolean isEnough(AnswerRule test) {
        Stretch stretch = open.orElseThrow();
        // where bad ones are kept apart by a rhythm, more follow a good one than there are
        return stretch.bad() >= FEWEST_BAD
                && stretch.bad() - 1 > test.limit() * (stretch.answers() - 1)
                && stretch.lasted().compareTo(test.lasting()) >= 0
                && logE(test) >= test.enough();
    }

    /** After a silence of which nothing is known: no stretch is open. */
    public AnswerEvidence interrupted() {
        return new AnswerEvidence(stretches, Optional.empty());
    }

    /** The logarithm of the open stretch's e-value, with its weight; that of the weight of all to come where none is open. */
    public double logE(AnswerRule test) {
        double next = stretches + 1.0;
        return open.map(stretch ->
                        Alternatives.above(test.limit()).logMeanOfLarge(stretch.badAfterGood(), stretch.afterGood())
                                - Math.log(stretches * next))
                .orElse(-Math.log(next));
    }

    /** The open stretch, where it has been enough. */
    public Optional<Stretch> reached() {
        return open.filter(Stretch::reached);
    }
}
