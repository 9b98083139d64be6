package dev.probation.rules.check;

import dev.probation.rules.check.series.ComparisonProgress;
import dev.probation.rules.check.series.SeriesFinding;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A breach that was there before the deployment, so that the release is not to blame for it, unless it became clearly worse. It is
 * over once the check has been fine for as long as it had not been.
 *
 * @param reason what was measured then, with the numbers
 * @param lasted how long the breach had lasted
 * @param sharp whether it went beyond the sharper limit as well
 * @param share of bad events beyond which it is clearly worse; 0 where none are counted
 * @param before the bad events of all that were counted before the deployment, where any were
 * @param begun whether it is known from the newest of those counts alone, so that it may have been over with them
 * @param fine since when the check is fine
 * @param since what was counted since then
 * @param compared how its values compare with those of before, where no events are counted
 * @param evidence against the share, once events were counted
 * @param until when it had last been so, where it was on the day before; empty where it was up to the deployment
 * @param recurrence what came since, where there were others like it on the day before
 */
public record PreExistingBreach(
        String reason,
        Duration lasted,
        boolean sharp,
        double share,
        Counts before,
        boolean begun,
        Optional<Instant> fine,
        Counts since,
        Optional<ComparisonProgress> compared,
        Optional<RatioEvidence> evidence,
        Optional<Instant> until,
        Optional<Recurrence> recurrence) {

    private static final Counts NOTHING = new Counts(0, 0);
    private static final double CHANCE = 0.01;
    /** What is not this part of what had just begun is another breach, where that would be so rarely by chance. */
    private static final double LESS = 0.5;

    private static final double SURELY = 0.001;

    /** Of a breach of values, which are compared. */
    static PreExistingBreach ofValues(String reason, Duration lasted, boolean sharp) {
        return new PreExistingBreach(
                reason,
                lasted,
                sharp,
                0,
                NOTHING,
                false,
                Optional.empty(),
                NOTHING,
                Optional.of(ComparisonProgress.NONE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of a share that was too large just before. */
    static PreExistingBreach ofShare(String reason, Duration lasted, boolean sharp, double share, Counts before) {
        return new PreExistingBreach(
                reason,
                lasted,
                sharp,
                share,
                before,
                false,
                Optional.empty(),
                NOTHING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, known from the newest counts alone. */
    PreExistingBreach justBegun() {
        return new PreExistingBreach(
                reason, lasted, sharp, share, before, true, fine, since, compared, evidence, until, recurrence);
    }

    /** The same, of which nothing was seen any more from some time before the deployment on, in which this was counted. */
    PreExistingBreach fineSince(Instant ended, Collection<Counts> counted) {
        return with(Optional.of(ended), counted.stream().reduce(NOTHING, Counts::plus), compared, evidence);
    }

    /** The same of an earlier day. */
    PreExistingBreach until(Instant ended) {
        return new PreExistingBreach(
                reason,
                lasted,
                sharp,
                share,
                before,
                begun,
                fine,
                since,
                compared,
                evidence,
                Optional.of(ended),
                recurrence);
    }

    /** The same where others on the day before were like it. */
    PreExistingBreach recurring(Recurrence now) {
        return new PreExistingBreach(
                reason, lasted, sharp, share, before, begun, fine, since, compared, evidence, until, Optional.of(now));
    }

    /** Whether events are counted, rather than values compared. */
    boolean counts() {
        return share > 0;
    }

    /**
     * Whether what is bad now is so much less that it is another breach. What had just begun and goes on is at least as bad, as
     * not all of those counts were of it.
     *
     * @param now the newest counts, of which bad events that come together are one
     */
    boolean isAnother(Counts now) {
        return begun && BinomialTail.ofAtMost(now, LESS * before.bad() / before.total()) <= SURELY;
    }

    /** Whether it has become clearly worse since the deployment. */
    boolean isWorse() {
        if (recurrence.isPresent()) {
            return recurrence.orElseThrow().more();
        }
        return counts()
                ? evidence.filter(RatioRules::isProven).isPresent()
                : compared.filter(ComparisonProgress::isWorse).isPresent();
    }

    /** What says that it has become worse, for people. What was so on the day before may have been shorter, too. */
    String worse() {
        boolean ofThatDay = recurrence.isPresent() || until.isPresent();
        String than = ofThatDay ? "; no longer explained by what was before: " : "; clearly worse than before: ";
        return than
                + compared.filter(ComparisonProgress::isWorse)
                        .flatMap(ComparisonProgress::newest)
                        .map(SeriesFinding::reason)
                        .orElse(reason);
    }

    /**
     * After a sample that left the check in {@code state}; empty where it is over.
     *
     * @param allowed the share of bad events that is, where they are counted
     */
    Optional<PreExistingBreach> after(Sample sample, CheckState state, double allowed) {
        Optional<Instant> from = fineSince(sample.at(), state);
        Counts counted = from.isPresent() && fine.isPresent() ? since.plus(counted(sample)) : NOTHING;
        boolean isLong =
                from.filter(begun -> !sample.at().isBefore(begun.plus(lasted))).isPresent();
        if (isLong && (!counts() || isOver(counted, allowed, CHANCE))) {
            return Optional.empty();
        }
        // a share that was not proven bad for so long need not have been well, so that it is looked at anew
        boolean anew = isLong && counted.total() > 0;
        return Optional.of(with(anew ? Optional.of(sample.at()) : from, anew ? NOTHING : counted, compared, evidence));
    }

    /** What a sample counted. */
    static Counts counted(Sample sample) {
        return sample.outcome() instanceof Outcome.Measured measured
                ? measured.counts().orElse(NOTHING)
                : NOTHING;
    }

    /** Whether what was counted since it was seen last says that it is over. */
    boolean isOver(double allowed) {
        return isOver(since, allowed, SURELY);
    }

    /** Whether the share is one that is allowed, and would hardly be so small if it were still what it was before. */
    private boolean isOver(Counts counted, double allowed, double chance) {
        if (counted.total() == 0 || counted.bad() > allowed * counted.total()) {
            return false;
        }
        return BinomialTail.ofAtMost(counted, (double) before.bad() / before.total()) <= chance;
    }

    private Optional<Instant> fineSince(Instant at, CheckState state) {
        return switch (state) {
            case OK, WARN -> fine.or(() -> Optional.of(at));
            case BREACHING, FAILING -> Optional.empty();
            case WAITING, NO_DATA, ERROR -> fine;
        };
    }

    PreExistingBreach comparing(ComparisonProgress newer) {
        return with(fine, since, Optional.of(newer), evidence);
    }

    PreExistingBreach proving(@Nullable RatioEvidence newer) {
        return with(fine, since, compared, Optional.ofNullable(newer));
    }

    private PreExistingBreach with(
            Optional<Instant> newFine,
            Counts newSince,
            Optional<ComparisonProgress> newCompared,
            Optional<RatioEvidence> newEvidence) {
        return new PreExistingBreach(
                reason,
                lasted,
                sharp,
                share,
                before,
                begun,
                newFine,
                newSince,
                newCompared,
                newEvidence,
                until,
                recurrence);
    }
}
