package dev.probation.bench.decision;

import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides on one deployment, from samples in order: those of the hour before it come first. */
interface DecisionJudge {

    /**
     * What a judge came to.
     *
     * @param knewOfBefore whether it took a breach for one that was there before the deployment, at the first sample after it
     */
    record Ruling(Optional<Instant> decidedAt, String reason, int windows, int inconclusive, boolean knewOfBefore) {}

    /**
     * The judges of one recording, in the table's order; the last is ours. A clump of errors may be an outage of half a minute,
     * which the sharper limit is for, so that it is not asked there.
     */
    static List<DecisionJudge> all(DecisionChecklists checklists, DecisionLabel label) {
        boolean clumpy = label.kind() == DecisionLabel.Kind.CLUMPS;
        if (label.day().isKnown()) {
            return daily(checklists, label);
        }
        return List.of(
                new DecisionRules(checklists.plain(), DecisionRules.Given.VALUES_SINCE),
                new DecisionRules(checklists.plainWithSharperLimit(), DecisionRules.Given.VALUES_SINCE),
                new DecisionRanks(),
                new DecisionRules(
                        clumpy ? checklists.shippedWithoutSharperLimit() : checklists.shipped(),
                        DecisionRules.Given.COUNTS));
    }

    /** Where the day before is known, the second one is ours without it. */
    private static List<DecisionJudge> daily(DecisionChecklists checklists, DecisionLabel label) {
        boolean plain = label.isPlain();
        Checklist checklist = plain ? checklists.plain() : checklists.shipped();
        DecisionRules.Given given = plain ? DecisionRules.Given.VALUES : DecisionRules.Given.COUNTS;
        DecisionRules hour = new DecisionRules(checklist, given);
        return List.of(
                new DecisionRules(checklists.plain(), DecisionRules.Given.VALUES_SINCE),
                new DecisionHour(hour),
                new DecisionRanks(),
                new DecisionRules(checklist, given));
    }

    List<String> NAMES =
            List.of("threshold, for 3m", "the same and > 5% for 30s", "Mann-Whitney at every look", "ours, as shipped");

    void judge(Sample sample);

    /** After the last sample. */
    Ruling end();
}
