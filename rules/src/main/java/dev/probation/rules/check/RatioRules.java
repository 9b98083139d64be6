package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expectation.Operator;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The tests on what a check counts: whether the share of bad events is above the one allowed, or beyond the sharper limit. */
final class RatioRules {

    private final RatioRule test;
    private final @Nullable RatioRule sharp;

    private RatioRules(RatioRule test, @Nullable RatioRule sharp) {
        this.test = test;
        this.sharp = sharp;
    }

    /**
     * @param baseline up to the deployment, from which on the tests count
     * @param sharing how many tests share the chance of being wrong
     */
    static Optional<RatioRules> of(Check check, Baseline baseline, int sharing) {
        return check.proportion().map(proportion -> {
            double alpha = proportion.alpha() / sharing;
            Instant start = baseline.deployedAt();
            SortedMap<Instant, Counts> known = baseline.oldCounted();
            RatioRule test = new RatioRule(proportion.allowed(), alpha, lasting(check), start)
                    .forgiving(proportion.bursts())
                    .knowing(known);
            RatioRule sharp = sharp(check, alpha, start)
                    .map(rule -> rule.forgiving(proportion.bursts()).knowing(known))
                    .orElse(null);
            return new RatioRules(test, sharp);
        });
    }

    /** How long a breach must last; a number of failures lasts as many intervals as samples are looked at. */
    static Duration lasting(Check check) {
        Duration inRow = check.every().multipliedBy(check.sustain().samples());
        Duration lasting = check.sustain().lasting().orElse(inRow);
        return lasting.isZero() ? check.every() : lasting;
    }

    private static Optional<RatioRule> sharp(Check check, double alpha, Instant start) {
        return check.rollbackWhen()
                .filter(limit -> isShareAbove(limit.breach()))
                .map(limit -> new RatioRule(
                        limit.breach().limit().base(),
                        alpha,
                        limit.lasting().isZero() ? check.every() : limit.lasting(),
                        start));
    }

    /** Whether a sharper limit is one on the share, so that events count for it. */
    static boolean isShareAbove(Expectation breach) {
        double share = breach.limit().base();
        boolean above = breach.operator() == Operator.GREATER || breach.operator() == Operator.AT_LEAST;
        return above && breach.dimension() == Dimension.RATIO && share > 0 && share < 1;
    }

    RatioRule test() {
        return test;
    }

    Optional<RatioRule> sharp() {
        return Optional.ofNullable(sharp);
    }

    /** With what a sample counted; the same where it counted nothing. */
    static @Nullable RatioEvidence next(RatioRule test, @Nullable RatioEvidence before, Sample sample) {
        if (!(sample.outcome() instanceof Outcome.Measured measured)
                || measured.counts().isEmpty()) {
            return before;
        }
        Counts more = measured.counts().orElseThrow();
        RatioEvidence known = before == null ? RatioEvidence.none(test) : before;
        return known.next(test, sample.at(), more.bad(), more.total());
    }

    /** Whether the share over the last {@code for} is one that is allowed. */
    boolean isAllowed(RatioEvidence evidence) {
        Counts stretch = evidence.stretch();
        return stretch.total() > 0 && (double) stretch.bad() / stretch.total() <= test.limit();
    }

    /** Whether the last {@code for} alone would tell that the share is above what is allowed, had it only lasted longer. */
    boolean isSuspicious(RatioEvidence evidence) {
        return evidence.isSuspicious(test);
    }

    /** Whether all evidence suffices, and the last {@code for} still adds to it. */
    static boolean isProven(RatioEvidence evidence) {
        return evidence.isReached() && evidence.stretchLogE() > 0;
    }
}
