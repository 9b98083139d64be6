package dev.probation.agent.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is thrown while the past is read, the deployment is watched from then on. */
class BackfillReaderTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Deployment LATE = new Deployment("shop-1", "shop", "1", NOON.minusSeconds(60), NOON, false);
    private static final List<WindowSpec> WINDOWS =
            List.of(new WindowSpec("first", Duration.ZERO, Duration.ofMinutes(5), Optional.empty(), 0, Duration.ZERO));
    /** More than are read at once. */
    private static final List<String> CHECKS = List.of("a", "b", "c", "d", "e");

    private final FakeTime time = new FakeTime(NOON);
    private final List<String> heard = new ArrayList<>();

    private static class Remembering implements PastProbe {
        @Override
        public Future<Outcome> ask(Instant deployedAt) {
            return askAt(deployedAt, NOON);
        }

        @Override
        public Future<Outcome> askAt(Instant deployedAt, Instant at) {
            return Future.succeededFuture(Outcome.Measured.of(0.1));
        }
    }

    private class Heard implements BackfillReader.Listener {
        void hear(String what) {
            heard.add(what);
        }

        @Override
        public void baseline(List<Sample> samples, JournalEntry entry) {
            hear("baseline of " + samples.size());
        }

        @Override
        public void late(Sample sample) {
            hear("late");
        }

        @Override
        public void lateRead(JournalEntry entry) {
            hear("late read");
        }

        @Override
        public void pastIsOver() {
            heard.add("over");
        }
    }

    private final class Throwing extends Heard {
        private final Mistake mistake;

        Throwing(Mistake mistake) {
            this.mistake = mistake;
        }

        @Override
        void hear(String what) {
            super.hear(what);
            mistake.happen();
        }
    }

    private static CheckConfig check(String name) {
        return CheckConfigBuilder.check(name)
                .every(Duration.ofSeconds(10))
                .expect("< 1%")
                .build();
    }

    private void read(List<String> checks, PastProbe probe, BackfillReader.Listener listener) {
        List<Schedule.Entry> entries = checks.stream()
                .map(check -> new Schedule.Entry(check(check), probe))
                .toList();
        new BackfillReader(LATE, WINDOWS, time, listener)
                .begin(entries, new BaselineInputs(List.of(), List.of(), List.of()));
        time.advance(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource
    void whoeverHearsOfItMayThrow(Mistake mistake) {
        read(List.of("errors"), new Remembering(), new Throwing(mistake));

        assertThat(heard).startsWith("baseline of 60", "late", "late").endsWith("late read", "over");
    }

    @Test
    void answersOfTooFewOutcomesAreLeftOut() {
        PastProbe forgetful = new Remembering() {
            @Override
            public Future<List<Outcome>> askAll(List<Moment> moments) {
                return Future.succeededFuture(List.of());
            }
        };

        read(CHECKS, forgetful, new Heard());

        assertThat(heard).startsWith("late").endsWith("late read", "over");
    }
}
