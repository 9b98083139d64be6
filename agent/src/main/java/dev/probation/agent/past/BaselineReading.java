package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the samples of a deployment's checks from before it went live: those that were given, else what targets remember,
 * else what the deployment before measured. It has a bounded time, after which the watch goes on with what there is. Confined
 * to its event loop.
 */
final class BaselineReading {

    /** Nothing is watched meanwhile. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final int BLOCKS_AT_ONCE = 4;
    private static final Comparator<Sample> ORDER = Comparator.comparing(Sample::at)
            .thenComparing(sample -> sample.check().value());

    private record Asked(CheckConfig check, PastProbe probe, List<Moment> moments) {

        CheckId id() {
            return check.rule().id();
        }

        Instant first() {
            return moments.get(0).at();
        }
    }

    private final BaselineMoments moments;
    private final Instant hourBefore;
    private final Time time;
    private final Runnable done;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final List<Asked> underWay = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<CheckId, Integer> unread = new LinkedHashMap<>();
    private final Map<CheckId, String> reasons = new LinkedHashMap<>();
    private final Guard taking = new Guard("baseline");
    private Time.@Nullable Cancellable timer;
    private boolean reading;
    private BaselineInputs known = new BaselineInputs(List.of(), List.of(), List.of());

    /** @param done called once all is read or the time is up; not after {@link #stop} */
    BaselineReading(Instant deployedAt, Time time, Runnable done) {
        this.moments = new BaselineMoments(deployedAt);
        this.hourBefore = BaselineMoments.hourBefore(deployedAt);
        this.time = time;
        this.done = done;
    }

    /** Begins to read, and may end at once. */
    void begin(List<Schedule.Entry> entries, BaselineInputs inputs) {
        known = inputs;
        samples.addAll(inputs.given());
        Set<CheckId> given = inputs.givenChecks();
        entries.stream()
                .filter(entry -> !given.contains(entry.check().rule().id()))
                .forEach(entry -> plan(entry, inputs));
        if (waiting.isEmpty()) {
            done.run();
            return;
        }
        reading = true;
        timer = time.after(MOST, () -> {
            stop("reading took longer than " + Durations.write(MOST));
            done.run();
        });
        for (int i = 0; i < BLOCKS_AT_ONCE; i++) {
            readNext();
        }
    }

    boolean isReading() {
        return reading;
    }

    /** Reads no more. */
    void stop(String why) {
        reading = false;
        if (timer != null) {
            timer.cancel();
        }
        underWay.forEach(asked -> missAll(asked, why));
        waiting.forEach(asked -> missAll(asked, why));
        underWay.clear();
        waiting.clear();
    }

    /** What there is, in the order of time. */
    List<Sample> samples() {
        return samples.stream().sorted(ORDER).toList();
    }

    /** What kept checks from being read whole; empty where nothing did. */
    String failures() {
        List<String> each = new ArrayList<>();
        unread.forEach((check, missed) -> each.add(
                check + ": " + missed + (missed == 1 ? " moment" : " moments") + reasons.getOrDefault(check, "")));
        return String.join("; ", each);
    }

    /** The hour before is read before whole days are. */
    private void plan(Schedule.Entry entry, BaselineInputs inputs) {
        if (!(entry.probe() instanceof PastProbe probe)) {
            samples.addAll(inputs.earlierOf(entry.check().rule().id()));
            return;
        }
        List<Asked> all = new ArrayList<>(waiting);
        for (List<Moment> block : moments.blocks(entry.check().rule())) {
            all.add(new Asked(entry.check(), probe, block));
        }
        all.sort(Comparator.comparing(Asked::first).reversed());
        waiting.clear();
        waiting.addAll(all);
    }

    private void readNext() {
        if (waiting.isEmpty() && underWay.isEmpty() && reading) {
            stop("");
            done.run();
            return;
        }
        Asked next = waiting.poll();
        if (next == null) {
            return;
        }
        underWay.add(next);
        Guard.begin(() -> next.probe().askAll(next.moments())).onComplete(answer -> {
            if (underWay.remove(next)) {
                taking.run(() -> take(next, answer));
                readNext();
            }
        });
    }

    private void take(Asked asked, AsyncResult<List<Outcome>> answer) {
        if (answer.failed()) {
            missAll(asked, String.valueOf(answer.cause().getMessage()));
            return;
        }
        Increments.samples(asked.id(), asked.moments(), answer.result()).stream()
                .filter(sample -> isReference(sample.at()))
                .forEach(samples::add);
        for (int i = 0; i < asked.moments().size(); i++) {
            if (answer.result().get(i) instanceof Outcome.Failed failed) {
                Instant at = asked.moments().get(i).at();
                miss(asked.id(), 1, ", the first at " + at + " (" + failed.detail() + ')');
            }
        }
    }

    /** What is wrong just before may be wrong still; a day or a week ago it excuses nothing where a release was to blame. */
    private boolean isReference(Instant at) {
        return !at.isBefore(hourBefore) || !known.isOfBadRelease(at);
    }

    private void missAll(Asked asked, String why) {
        miss(asked.id(), asked.moments().size(), " (" + why + ')');
    }

    private void miss(CheckId check, int moments, String why) {
        if (!reasons.containsKey(check)) {
            reasons.put(check, why);
        }
        unread.put(check, unread.getOrDefault(check, 0) + moments);
    }
}
