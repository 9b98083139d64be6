package dev.probation.rules.deployment;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a judge is told in a test, in seconds since the deployment, and all that it said. */
final class History {

    static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    static final Deployment DEPLOYMENT = new Deployment("d1", "bookreader", "1.4.2", LIVE, LIVE, false);

    private final Judge judge;
    private final List<Event> events = new ArrayList<>();

    History(Judge judge) {
        this.judge = judge;
    }

    static History of(Checklist checklist) {
        return new History(new Judge(DEPLOYMENT, checklist));
    }

    static Instant at(long seconds) {
        return LIVE.plusSeconds(seconds);
    }

    Judge judge() {
        return judge;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    History sample(long second, String check, Outcome outcome) {
        events.addAll(judge.judge(new Sample(at(second), new CheckId(check), outcome)));
        return this;
    }

    History good(long second, String check) {
        return sample(second, check, Outcome.Measured.of(0.2));
    }

    History bad(long second, String check) {
        return sample(second, check, Outcome.Measured.of(0.9));
    }

    History none(long second, String check) {
        return sample(second, check, new Outcome.NoData("empty result"));
    }

    History error(long second, String check) {
        return sample(second, check, new Outcome.Failed(Outcome.Cause.REFUSED, "connection refused"));
    }

    History wrongStatus(long second, String check) {
        return sample(second, check, new Outcome.Failed(Outcome.Cause.BAD_STATUS, "status 500"));
    }

    /** Good samples every {@code every}, from the first second (inclusive) to the last (exclusive). */
    History goodFrom(long first, long last, Duration every, String check) {
        for (long second = first; second < last; second += every.toSeconds()) {
            History same = good(second, check);
            assert same == this;
        }
        return this;
    }

    History advance(long second) {
        events.addAll(judge.advance(at(second)));
        return this;
    }

    History end(long second) {
        events.addAll(judge.end(at(second)));
        return this;
    }

    Optional<Event.RollbackDecided> rollback() {
        return only(Event.RollbackDecided.class).stream().findFirst();
    }

    List<Event.WindowEnded> ended() {
        return only(Event.WindowEnded.class);
    }

    <E extends Event> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
