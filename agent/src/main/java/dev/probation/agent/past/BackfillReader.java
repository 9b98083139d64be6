package dev.probation.agent.past;

import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import java.util.List;

/**
 * Reads the past of a deployment that begins: first its baseline, then, where it was told late, what targets remember of the
 * time since. Confined to its event loop.
 */
public final class BackfillReader {

    /** Is given what was read, in the order of time. */
    public interface Listener {

        /** All that is known of the time before the deployment. */
        void baseline(List<Sample> samples, JournalEntry entry);

        /** A sample since the deployment, with counts since then. */
        void late(Sample sample);

        /** The time since the deployment is read as far as it can be. */
        void lateRead(JournalEntry entry);

        /** There is no more past to read. */
        void pastIsOver();
    }

    private final Deployment deployment;
    private final Time time;
    private final Listener listener;
    private final BaselineReading baseline;
    private final LateStartReader lateStart;
    private final Guard telling = new Guard("past");
    private List<Schedule.Entry> entries = List.of();

    public BackfillReader(Deployment deployment, List<WindowSpec> windows, Time time, Listener listener) {
        this.deployment = deployment;
        this.time = time;
        this.listener = listener;
        this.baseline = new BaselineReading(deployment.deployedAt(), time, this::baselineRead);
        this.lateStart = new LateStartReader(deployment, windows, time, listener::late, this::lateRead);
    }

    /** Begins to read, and may end at once. */
    public void begin(List<Schedule.Entry> asked, BaselineInputs inputs) {
        entries = asked;
        baseline.begin(entries, inputs);
    }

    public boolean isReading() {
        return baseline.isReading() || lateStart.isReading();
    }

    /** Ends the reading, whatever has not been read. */
    public void leave() {
        if (baseline.isReading()) {
            baseline.stop("a person signed off or ordered a rollback before they were read");
            baselineRead();
        }
        if (lateStart.isReading()) {
            lateStart.stop();
            lateRead();
        }
    }

    /** Ends the reading, and tells nobody. */
    public void stop() {
        baseline.stop("");
        lateStart.stop();
    }

    private void baselineRead() {
        List<Sample> samples = baseline.samples();
        String failures = baseline.failures();
        if (!samples.isEmpty() || !failures.isEmpty()) {
            telling.run(() ->
                    listener.baseline(samples, JournalEntries.baselineRead(deployment, time.now(), samples, failures)));
        }
        if (!lateStart.begin(entries)) {
            listener.pastIsOver();
        }
    }

    private void lateRead() {
        long samples = lateStart.samples();
        String failures = lateStart.failures();
        telling.run(() -> listener.lateRead(JournalEntries.pastRead(deployment, time.now(), samples, failures)));
        listener.pastIsOver();
    }
}
