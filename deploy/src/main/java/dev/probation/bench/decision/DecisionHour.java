package dev.probation.bench.decision;

import dev.probation.rules.sample.Sample;
import java.time.Instant;

/** Another judge, which is told of no more than the hour before the deployment. */
record DecisionHour(DecisionJudge other) implements DecisionJudge {

    private static final Instant FROM = DecisionRecording.LIVE.minusSeconds(DecisionStory.HOUR);

    @Override
    public void judge(Sample sample) {
        if (!sample.at().isBefore(FROM)) {
            other.judge(sample);
        }
    }

    @Override
    public Ruling end() {
        return other.end();
    }
}
