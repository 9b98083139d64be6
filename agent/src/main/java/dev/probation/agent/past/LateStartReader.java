package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what targets that remember can tell of the time before a deployment was announced, in the order in which it would
 * have been measured, and in the windows' intervals. A check whose past cannot be read is left out from there on. Confined
 * to its event loop.
 */
final class LateStartReader {

    /** Between two moments that are asked about, so that neither the target nor the event loop is kept busy by it. */
    private static final Duration PAUSE = Duration.ofMillis(1);

    private record Reading(Instant at, CheckConfig check, PastProbe probe) {}

    private final Deployment deployment;
    private final PastMoments moments;
    private final Time time;
    private final Consumer<Sample> reader;
    private final Runnable done;
    private final Queue<Reading> due = new PriorityQueue<>(Comparator.comparing(Reading::at)
            .thenComparing(reading -> reading.check().rule().id().value()));
    private final Map<CheckId, String> failures = new LinkedHashMap<>();
    private final Guard taking = new Guard("late-start");
    private Time.@Nullable Cancellable timer;
    private boolean reading;
    private long samples;

    /**
     * @param reader is given each sample, in the order of their instants
     * @param done called once all is read; not after {@link #stop}
     */
    LateStartReader(
            Deployment deployment, List<WindowSpec> windows, Time time, Consumer<Sample> reader, Runnable done) {
        this.deployment = deployment;
        this.moments = new PastMoments(deployment.deployedAt(), windows);
        this.time = time;
        this.reader = reader;
        this.done = done;
    }

    /** Begins to read, where there is a past, and a target that remembers it; false where there is not. */
    boolean begin(List<Schedule.Entry> entries) {
        for (Schedule.Entry entry : entries) {
            if (entry.probe() instanceof PastProbe probe) {
                plan(entry.check(), probe, deployment.deployedAt());
            }
        }
        reading = !due.isEmpty();
        if (reading) {
            readNext();
        }
        return reading;
    }

    boolean isReading() {
        return reading;
    }

    long samples() {
        return samples;
    }

    /** What kept checks from being read to the end; empty where nothing did. */
    String failures() {
        List<String> each = new ArrayList<>();
        failures.forEach((check, why) -> each.add(check + ": " + why));
        return String.join("; ", each);
    }

    void stop() {
        reading = false;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void plan(CheckConfig check, PastProbe probe, Instant last) {
        moments.next(check, last)
                .filter(at -> at.isBefore(deployment.announcedAt()))
                .ifPresent(at -> due.add(new Reading(at, check, probe)));
    }

    private void readNext() {
        if (due.isEmpty()) {
            reading = false;
            done.run();
            return;
        }
        List<Reading> together = new ArrayList<>();
        Instant at = due.element().at();
        while (!due.isEmpty() && due.element().at().equals(at)) {
            together.add(due.remove());
        }
        List<Future<Outcome>> answers =
                together.stream().map(each -> ask(each, at)).toList();
        Future.join(answers).onComplete(all -> {
            for (int i = 0; reading && i < together.size(); i++) {
                Reading asked = together.get(i);
                Outcome outcome = answers.get(i).result();
                taking.run(() -> take(asked, outcome));
            }
            if (reading) {
                timer = time.after(PAUSE, this::readNext);
            }
        });
    }

    private Future<Outcome> ask(Reading reading, Instant at) {
        return Guard.begin(() -> reading.probe().askAt(deployment.deployedAt(), at))
                .otherwise(ProbeFailures::own);
    }

    private void take(Reading asked, Outcome outcome) {
        CheckId check = asked.check().rule().id();
        if (outcome instanceof Outcome.Failed failed) {
            failures.put(check, "at " + asked.at() + ", " + failed.detail());
            return;
        }
        samples++;
        plan(asked.check(), asked.probe(), asked.at());
        reader.accept(new Sample(asked.at(), check, outcome));
    }
}
