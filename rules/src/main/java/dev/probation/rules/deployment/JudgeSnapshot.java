package dev.probation.rules.deployment;

import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.StoredEvidence;
import dev.probation.rules.deployment.Event.RollbackDecided;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Tally;
import dev.probation.rules.window.WindowVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a judge knows, so that another one goes on where it stopped.
 *
 * @param now the newest instant that it has judged or advanced to
 * @param cut whether the deployment ended before its last window did
 * @param progress without the evidence
 * @param evidence what tests on shares have found of each check
 * @param tallies of the running window; a check without one has not been sampled in it
 * @param signed the names of items that a person has confirmed
 * @param withheld the failing checks of which it was told that they decide no rollback
 * @param unanswered the checks that have measured nothing of late
 * @param baselines what each check measured before the deployment
 * @param rollbackEnded whether the rollback that restored the version is followed no more; false for a release
 */
public record JudgeSnapshot(
        Instant now,
        List<WindowVerdict> ended,
        boolean cut,
        Map<CheckId, CheckProgress> progress,
        Map<CheckId, List<StoredEvidence>> evidence,
        Map<CheckId, Tally> tallies,
        boolean blind,
        Optional<RollbackDecided> decision,
        Set<String> signed,
        Set<CheckId> withheld,
        Map<CheckId, Unanswered> unanswered,
        Map<CheckId, List<Sample>> baselines,
        boolean rollbackEnded) {

    public JudgeSnapshot {
        ended = List.copyOf(ended);
        progress = Map.copyOf(progress);
        evidence = Map.copyOf(evidence);
        tallies = Map.copyOf(tallies);
        signed = Set.copyOf(signed);
        withheld = Set.copyOf(withheld);
        unanswered = Map.copyOf(unanswered);
        baselines = Map.copyOf(baselines);
    }

    /** Of a deployment of which nothing is known yet. */
    static JudgeSnapshot begin(Deployment deployment) {
        return new JudgeSnapshot(
                deployment.deployedAt(),
                List.of(),
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                Optional.empty(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                false);
    }
}
