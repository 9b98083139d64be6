package dev.probation.agent.cli.replay;

import dev.probation.rules.check.Check;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges a recording by a checklist, with the very code that judges live, and holds nothing of it but what it came to. */
public final class Replay {

    /** A recording of ever new names is told by its first few. */
    private static final int MOST_STRANGERS = 20;

    /**
     * What a recording came to.
     *
     * @param withheld the breaches that decided no rollback, since the release is not to blame for them
     * @param unmeasured when checks that could decide a rollback measured nothing for too long, and when that ended
     * @param windows those that have begun, in order; the last may be running
     * @param transitions one JSON object a line; to be closed by whom the result is given to
     * @param strangers samples of checks that are not on the checklist, by name
     * @param repeated samples that were left out, since their check had one at the same instant
     */
    public record Result(
            String recording,
            Deployment deployment,
            Verdict verdict,
            Optional<Event.RollbackDecided> rollback,
            List<Event.Withheld> withheld,
            List<Event> unmeasured,
            List<WindowVerdict> windows,
            SpillBuffer transitions,
            Map<CheckId, Long> strangers,
            Optional<DistinctSamples.Repeated> repeated) {

        public Result {
            withheld = List.copyOf(withheld);
            unmeasured = List.copyOf(unmeasured);
            windows = List.copyOf(windows);
            strangers = new TreeMap<>(strangers);
        }

        /** The window that had not ended when the recording stopped, where there is no verdict for that. */
        Optional<WindowVerdict> stoppedIn() {
            return verdict == Verdict.RUNNING ? windows.stream().findFirst() : Optional.empty();
        }
    }

    private final Deployment deployment;
    private final Checklist checklist;
    private final Judge judge;
    private final Map<CheckId, Check> checks = new HashMap<>();
    private final List<Event.Withheld> withheld = new ArrayList<>();
    private final List<Event> unmeasured = new ArrayList<>();
    private final SpillBuffer transitions = new SpillBuffer();
    private final Map<CheckId, Long> strangers = new HashMap<>();

    private Replay(Checklist checklist, Deployment deployment) {
        this.deployment = deployment;
        this.checklist = checklist;
        this.judge = new Judge(deployment, checklist);
        checklist.checks().forEach(check -> checks.put(check.id(), check));
    }

    /** Reads the recording to its end; sign-offs are not asked for, since a recording has none. */
    public static Result of(String name, RecordingReader recording, RecordedDeployment recorded, Checklist checklist) {
        Replay replay = new Replay(checklist.withoutSignOffs(), deployment(recorded));
        DistinctSamples samples = new DistinctSamples(recording);
        replay.closingWhatFails(() -> {
            Instant last = replay.feed(samples);
            Instant ended = recorded.endedAt();
            replay.keep(replay.judge.advance(ended != null && ended.isAfter(last) ? ended : last));
        });
        return replay.result(name, samples.repeated().orElse(null));
    }

    /** How a deployment's past ended: superseded then, or still watched. */
    record End(Instant at, boolean superseded) {}

    /** Judges what was read of a past deployment, to its end. */
    static Result until(
            End end, String name, Iterator<Sample> samples, RecordedDeployment recorded, Checklist checklist) {
        Replay replay = new Replay(checklist.withoutSignOffs(), deployment(recorded));
        replay.closingWhatFails(() -> {
            Instant last = replay.feed(samples);
            assert !last.isBefore(recorded.deployedAt());
            replay.keep(end.superseded() ? replay.judge.end(end.at()) : replay.judge.advance(end.at()));
        });
        return replay.result(name, null);
    }

    private static Deployment deployment(RecordedDeployment recorded) {
        return new Deployment(
                "replay",
                recorded.service(),
                recorded.version(),
                recorded.deployedAt(),
                recorded.announcedAt(),
                recorded.rollback());
    }

    private Result result(String name, DistinctSamples.@Nullable Repeated repeated) {
        return new Result(
                name,
                deployment,
                judge.verdict(),
                judge.decision(),
                withheld,
                unmeasured,
                judge.windows(),
                transitions,
                strangers,
                Optional.ofNullable(repeated));
    }

    private void closingWhatFails(Runnable judging) {
        try {
            judging.run();
        } catch (RuntimeException e) {
            transitions.close();
            throw e;
        }
    }

    /** The instant at which the last sample's interval ends. */
    private Instant feed(Iterator<Sample> recording) {
        Sample last = null;
        while (recording.hasNext()) {
            Sample sample = recording.next();
            if (checks.containsKey(sample.check())) {
                keep(judge.judge(sample));
                last = sample.at().isBefore(deployment.deployedAt()) ? last : sample;
            } else {
                count(sample.check());
            }
        }
        return last == null
                ? judge.snapshot().now()
                : last.at().plus(intervalOf(Objects.requireNonNull(checks.get(last.check()))));
    }

    private void count(CheckId stranger) {
        if (strangers.size() < MOST_STRANGERS || strangers.containsKey(stranger)) {
            long sum = strangers.merge(stranger, 1L, Long::sum);
            assert sum > 0;
        }
    }

    private void keep(List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.Transition transition) {
                transitions.add(ReplayJson.transition(transition).encode());
            }
            if (event instanceof Event.Withheld excused) {
                withheld.add(excused);
            }
            if (event instanceof Event.Unmeasured || event instanceof Event.UnmeasuredEnded) {
                unmeasured.add(event);
            }
        }
    }

    /** The recording's last sample stands for the interval that it begins. */
    private Duration intervalOf(Check check) {
        String window = judge.window().orElse("");
        for (WindowSpec spec : checklist.windows()) {
            if (spec.name().equals(window)) {
                return spec.intervalOf(check.every());
            }
        }
        return check.every();
    }
}
