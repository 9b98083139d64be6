import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The code that judges live; given counts, or values alone. Looks no further than its first decision. */
final class DecisionRules implements DecisionJudge {

    private final Judge judge;
    private final Checklist checklist;
    private final boolean valuesAlone;
    private Optional<Instant> decidedAt = Optional.empty();
    private String reason = "";
    private int windows;
    private int inconclusive;

    DecisionRules(Checklist checklist, boolean valuesAlone) {
        Instant live = DecisionRecording.LIVE;
        this.judge = new Judge(new Deployment("bench", "bookreader", "1", live, live, false), checklist);
        this.checklist = checklist;
        this.valuesAlone = valuesAlone;
    }

    @Override
    public void judge(Sample sample) {
        if (decidedAt.isEmpty() && checklist.checks().stream().anyMatch(check -> check.id().equals(sample.check()))) {
            note(judge.judge(valuesAlone ? stripped(sample) : sample));
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
                decidedAt = Optional.of(decided.at());
                reason = decided.reason();
            }
        }
    }

    @Override
    public Ruling end() {
        if (decidedAt.isEmpty()) {
            note(judge.advance(DecisionRecording.LIVE.plusSeconds(DecisionStory.LENGTH)));
        }
        return new Ruling(decidedAt, reason, windows, inconclusive);
    }
}
