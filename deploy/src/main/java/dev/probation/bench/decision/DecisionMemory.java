package dev.probation.bench.decision;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes of the samples before the deployment what the agent reads of that time where checks count: one every five minutes, with
 * all events since the one before. Passes later ones on as they are.
 */
final class DecisionMemory {

    static final int OF_COUNTS = 300;
    static final int OF_VALUES = 60;

    private final Consumer<Sample> sink;
    private final int apart;
    private final Map<CheckId, Counts> open = new HashMap<>();
    private final Map<CheckId, Long> due = new HashMap<>();

    /** @param apart seconds between two of them */
    DecisionMemory(Consumer<Sample> sink, int apart) {
        this.sink = sink;
        this.apart = apart;
    }

    void accept(Sample sample) {
        if (!sample.at().isBefore(DecisionRecording.LIVE)) {
            sink.accept(sample);
            return;
        }
        Counts more = counts(sample);
        Counts sum = open.merge(sample.check(), more, Counts::plus);
        long second = sample.at().getEpochSecond();
        long live = DecisionRecording.LIVE.getEpochSecond();
        long next = second - Math.floorMod(second - live, apart) + apart;
        if (second < due.computeIfAbsent(sample.check(), check -> next)) {
            return;
        }
        due.put(sample.check(), next);
        open.put(sample.check(), new Counts(0, 0));
        sink.accept(sum.total() == 0 ? sample : with(sample, sum));
    }

    private static Counts counts(Sample sample) {
        Counts none = new Counts(0, 0);
        return sample.outcome() instanceof Outcome.Measured measured
                ? measured.counts().orElse(none)
                : none;
    }

    private static Sample with(Sample sample, Counts counts) {
        double share = (double) counts.bad() / counts.total();
        double value = sample.outcome() instanceof Outcome.Measured measured ? measured.value() : share;
        return new Sample(sample.at(), sample.check(), new Outcome.Measured(value, Optional.of(counts), ""));
    }
}
