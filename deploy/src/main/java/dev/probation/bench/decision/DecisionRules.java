package dev.probation.bench.decision;

import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The code that judges live; given counts and what they were before the deployment, or values, or values alone, as of a threshold
 * that knows nothing of before. Looks no further than its first decision.
 */
final class DecisionRules implements DecisionJudge {

    /** What it is given. */
    enum Given {
        COUNTS,
        VALUES,
        VALUES_SINCE
    }

    private final Judge judge;
    private final Checklist checklist;
    private final Given given;
    private final DecisionMemory memory;
    private @Nullable Instant decidedAt;
    private String reason = "";
    private int windows;
    private int inconclusive;
    private final Set<CheckId> begun = new HashSet<>();
    private final Set<CheckId> knownBefore = new HashSet<>();

    DecisionRules(Checklist checklist, Given given) {
        Instant live = DecisionRecording.LIVE;
        this.judge = new Judge(new Deployment("bench", "bookreader", "1", live, live, false), checklist);
        this.checklist = checklist;
        this.given = given;
        this.memory = new DecisionMemory(
                this::step, given == Given.COUNTS ? DecisionMemory.OF_COUNTS : DecisionMemory.OF_VALUES);
    }

    @Override
    public void judge(Sample sample) {
        if (decidedAt == null
                && checklist.checks().stream().anyMatch(check -> check.id().equals(sample.check()))) {
            memory.accept(sample);
        }
    }

    private void step(Sample sample) {
        if (given == Given.VALUES_SINCE && sample.at().isBefore(DecisionRecording.LIVE)) {
            return;
        }
        note(judge.judge(given == Given.COUNTS ? sample : stripped(sample)));
        know(sample);
    }

    private void know(Sample sample) {
        boolean isFirst = !sample.at().isBefore(DecisionRecording.LIVE) && begun.add(sample.check());
        if (isFirst && judge.progress(sample.check()).inherited().isPresent()) {
            knownBefore.add(sample.check());
        }
    }

    private static Sample stripped(Sample sample) {
        return sample.outcome() instanceof Outcome.Measured measured
                ? new Sample(sample.at(), sample.check(), Outcome.Measured.of(measured.value()))
                : sample;
    }

    private void note(List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.WindowEnded ended) {
                windows++;
                inconclusive += ended.window().verdict() == Verdict.INCONCLUSIVE ? 1 : 0;
            } else if (event instanceof Event.RollbackDecided decided) {
                decidedAt = decided.at();
                reason = decided.reason();
            }
        }
    }

    @Override
    public Ruling end() {
        if (decidedAt == null) {
            note(judge.advance(DecisionRecording.LIVE.plusSeconds(DecisionStory.LENGTH)));
        }
        return new Ruling(Optional.ofNullable(decidedAt), reason, windows, inconclusive, !knownBefore.isEmpty());
    }
}
