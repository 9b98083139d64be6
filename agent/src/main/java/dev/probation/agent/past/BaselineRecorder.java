package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks a service's checks in their intervals and judges nothing: what becomes a baseline. Confined to its event loop. */
public final class BaselineRecorder implements Schedule.Listener {

    private final ServiceConfig service;
    private final Time time;
    private final Schedule schedule;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<CheckId, Counts> counted = new HashMap<>();
    private boolean ended;

    public BaselineRecorder(ServiceConfig service, TargetClients clients, Time time) {
        this.service = service;
        this.time = time;
        this.schedule = new Schedule(
                service.checks().stream()
                        .map(BaselineRecorder::always)
                        .map(check -> new Schedule.Entry(check, clients.probe(check)))
                        .toList(),
                time.now(),
                time,
                this);
    }

    private static CheckConfig always(CheckConfig check) {
        return new CheckConfig(check.rule().inEveryWindow(), check.target(), check.timeout(), check.probe());
    }

    /** Asks from now on, and for {@code length} at the least. */
    public void begin(Duration length) {
        schedule.enter(new WindowSpec("baseline", Duration.ZERO, length, Optional.empty(), 0, Duration.ZERO));
    }

    @Override
    public void asked(CheckConfig check, Outcome outcome, Duration took, Duration late) {
        if (ended) {
            return;
        }
        CheckId id = check.rule().id();
        Counts before = counted.getOrDefault(id, Increments.NONE);
        Outcome increment = Increments.of(outcome, before);
        counted.put(id, Increments.after(before, increment));
        samples.add(new Sample(time.now(), id, increment));
    }

    @Override
    public void skipped(CheckConfig check, long runs) {
        // a baseline with fewer samples is one, too
    }

    /** How many samples there are. */
    public int count() {
        return samples.size();
    }

    /** Asks no more; the samples in the order of time. */
    public List<Sample> end() {
        ended = true;
        schedule.stop();
        return List.copyOf(samples);
    }

    /** The checks of which no value was measured. */
    public List<CheckId> withoutValue() {
        Set<CheckId> measured = samples.stream()
                .filter(sample -> sample.outcome() instanceof Outcome.Measured)
                .map(Sample::check)
                .collect(Collectors.toSet());
        return service.checks().stream()
                .map(check -> check.rule().id())
                .filter(check -> !measured.contains(check))
                .toList();
    }
}
