package dev.probation.agent.rollback;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the checks that decided a rollback are good again: by values measured since its last stage, of which each needs as
 * many as end a failure. What was not measured shows nothing, nor does what an agent before this one has seen.
 */
final class Recovery {

    private final ServiceConfig service;
    private final Judge judge;
    private final Map<CheckId, Integer> good = new HashMap<>();

    Recovery(ServiceConfig service, Judge judge) {
        this.service = service;
        this.judge = judge;
    }

    /** Only what is measured from now on counts. */
    void beginAnew() {
        good.clear();
    }

    /**
     * A sample was judged.
     *
     * @param goodBefore how many of its check were good in a row before it
     */
    void judged(Sample sample, int goodBefore) {
        int goodNow = judge.progress(sample.check()).goodInRow();
        if (goodNow == 0) {
            good.remove(sample.check());
        } else if (goodNow > goodBefore && sample.outcome() instanceof Outcome.Measured) {
            int unusedCount = good.merge(sample.check(), 1, Integer::sum);
        }
    }

    /** Whether all that {@code decided} stands for is measured as good again. */
    boolean isSeen(String decided) {
        List<Check> awaited = awaited(decided);
        return !awaited.isEmpty() && awaited.stream().allMatch(this::isGood);
    }

    private boolean isGood(Check check) {
        return wasGood(check)
                && good.getOrDefault(check.id(), 0) >= check.sustain().recover();
    }

    private boolean wasGood(Check check) {
        CheckState state = judge.progress(check.id()).state();
        return state == CheckState.OK || state == CheckState.WARN;
    }

    /** The check that decided; for a person's decision those that might have, or all where there are none. */
    private List<Check> awaited(String decided) {
        List<Check> all = service.checks().stream().map(CheckConfig::rule).toList();
        if (!decided.equals(CheckId.MANUAL)) {
            return all.stream()
                    .filter(check -> check.id().value().equals(decided))
                    .toList();
        }
        List<Check> asked = all.stream()
                .filter(check -> judge.window().map(check::isIn).orElse(true))
                .toList();
        List<Check> deciding = asked.stream()
                .filter(check -> check.onBreach() == Check.OnBreach.ROLLBACK)
                .toList();
        return deciding.isEmpty() ? asked : deciding;
    }

    /** What is to be good again, with what is wrong with it. */
    String missing(String decided) {
        if (awaited(decided).isEmpty()) {
            return decided + " to be good again, but it is no longer checked";
        }
        return awaited(decided).stream()
                .filter(check -> !isGood(check))
                .findFirst()
                .map(check -> check.id()
                        + (wasGood(check) ? " to be measured again and found good, as it was: " : " to be good again: ")
                        + judge.explain(check.id()))
                .orElse("the checks to be good again");
    }
}
