package dev.probation.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration SLOT = Duration.ofMillis(TimerWheel.SLOT_MILLIS);
    private static final WindowSpec WINDOW =
            new WindowSpec("first", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO);

    private static final WindowSpec LATER = new WindowSpec(
            "later", Duration.ofHours(1), Duration.ofHours(2), Optional.of(Duration.ofMinutes(1)), 0, Duration.ZERO);

    private record Asked(String check, Duration at) {}

    /** Counts the timers that are set. */
    private static final class CountedTime implements Time {
        private final FakeTime fake = new FakeTime(START);
        private int timers;

        @Override
        public Instant now() {
            return fake.now();
        }

        @Override
        public long nanos() {
            return fake.nanos();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            timers++;
            return fake.after(delay, task);
        }
    }

    private final CountedTime time = new CountedTime();
    private final List<Asked> asked = new ArrayList<>();
    private final List<Long> skipped = new ArrayList<>();
    private boolean bad;

    private final Schedule.Listener listener = new Schedule.Listener() {
        @Override
        public void asked(CheckConfig check, Outcome outcome, Duration took, Duration late) {
            assertThat(late).isBetween(Duration.ZERO, SLOT);
        }

        @Override
        public boolean isPressing(CheckConfig check) {
            return bad;
        }

        @Override
        public void skipped(CheckConfig check, long runs) {
            skipped.add(runs);
        }
    };

    private static CheckConfig check(int number) {
        return CheckConfigBuilder.check("c" + number)
                .every(Duration.ofSeconds(10))
                .build();
    }

    private Schedule schedule(int checks, Future<Outcome> answer) {
        List<Schedule.Entry> entries = IntStream.range(0, checks)
                .mapToObj(number -> new Schedule.Entry(check(number), deployedAt -> {
                    asked.add(new Asked("c" + number, Duration.between(START, time.now())));
                    return answer;
                }))
                .toList();
        Schedule schedule = new Schedule(entries, START, time, listener);
        schedule.enter(WINDOW);
        return schedule;
    }

    private static Future<Outcome> one() {
        return Future.succeededFuture(Outcome.Measured.of(0, "zero"));
    }

    @Test
    void eachCheckIsAskedWithinOneIntervalAndThenOnItsBeat() {
        Schedule unused = schedule(50, one());

        time.fake.advance(Duration.ofSeconds(10));
        Set<String> once = new HashSet<>();
        asked.forEach(probe -> once.add(probe.check()));
        time.fake.advance(Duration.ofSeconds(90));

        assertThat(once).hasSize(50);
        assertThat(asked).hasSizeBetween(500, 510);
        List<Duration> ofOne = asked.stream()
                .filter(probe -> probe.check().equals("c7"))
                .map(Asked::at)
                .toList();
        for (int i = 1; i < ofOne.size(); i++) {
            assertThat(ofOne.get(i).minus(ofOne.get(i - 1))).isEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void probesAreSpreadOverTheIntervalAndThoseOfOneMomentShareATimer() {
        Schedule unused = schedule(1_000, one());

        time.fake.advance(Duration.ofSeconds(10));

        long moments = asked.stream().map(Asked::at).distinct().count();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(moments).isBetween(80L, 100L);
        assertThat(time.timers).isLessThan(250);
    }

    @Test
    void aProbeIsNeverAskedWhileItIsBeingAskedAndItsMissedBeatsAreCounted() {
        Promise<Outcome> slow = Promise.promise();
        Schedule unused = schedule(1, slow.future());

        time.fake.advance(Duration.ofSeconds(35));
        assertThat(asked).hasSize(1);
        slow.complete(Outcome.Measured.of(0, "zero"));
        time.fake.advance(Duration.ofSeconds(6));

        assertThat(asked).hasSize(2);
        assertThat(skipped).containsExactly(3L);
    }

    /** Its window asks every minute, and the check itself every ten seconds. */
    @Test
    void aCheckIsAskedAtItsOwnIntervalWhileItIsBad() {
        Schedule schedule = schedule(1, one());
        schedule.enter(LATER);
        time.fake.advance(Duration.ofMinutes(3));
        asked.clear();

        bad = true;
        time.fake.advance(Duration.ofMinutes(2));
        assertThat(asked).hasSizeBetween(7, 12);
        asked.clear();

        bad = false;
        time.fake.advance(Duration.ofMinutes(3));
        assertThat(asked).hasSizeBetween(3, 4);
    }

    /** As after a restart while a check is failing. */
    @Test
    void aCheckThatIsBadAtFirstIsAskedAtItsOwnInterval() {
        bad = true;
        Schedule schedule = schedule(1, one());
        schedule.enter(LATER);

        time.fake.advance(Duration.ofMinutes(1));

        assertThat(asked).hasSizeBetween(6, 8);
    }

    @Test
    void aScheduleThatWasStoppedAsksNoMore() {
        Schedule schedule = schedule(10, one());
        time.fake.advance(Duration.ofSeconds(5));
        int before = asked.size();

        schedule.stop();
        time.fake.advance(Duration.ofMinutes(1));

        assertThat(asked).hasSize(before);
    }

    private static Outcome failed(Outcome.Cause cause) {
        return new Outcome.Failed(cause, "broken");
    }

    private static Outcome answered(double seconds) {
        return Outcome.Measured.of(seconds, "HTTP 200");
    }

    /** An {@code http} check with a deadline of 1 s that expects an answer within 300 ms. */
    private Outcome heard(Outcome answer, Duration heldUp) {
        CheckConfig check = CheckConfigBuilder.check("health")
                .every(Duration.ofSeconds(5))
                .timeout(Duration.ofSeconds(1))
                .reaching()
                .expect("< 300ms")
                .build();
        List<Outcome> heard = new ArrayList<>();
        Schedule.Listener listening = new Schedule.Listener() {
            @Override
            public void asked(CheckConfig of, Outcome outcome, Duration took, Duration late) {
                heard.add(outcome);
            }

            @Override
            public void skipped(CheckConfig of, long runs) {}
        };
        Promise<Outcome> answering = Promise.promise();
        new Schedule(List.of(new Schedule.Entry(check, deployedAt -> answering.future())), START, time, listening)
                .enter(WINDOW);
        time.fake.advance(Duration.ofMillis(500));
        time.fake.freeze(heldUp);
        answering.complete(answer);
        assertThat(heard).hasSize(1);
        return heard.get(0);
    }

    @Test
    void whatMayBeBadOnlyBecauseTheAgentWasHeldUpIsNotMeasured() {
        Duration shortly = Duration.ofMillis(200);
        Duration longer = Duration.ofMillis(1200);
        for (Outcome bad : List.of(failed(Outcome.Cause.TIMEOUT), failed(Outcome.Cause.RESET), answered(0.9))) {
            assertThat(heard(bad, shortly)).isEqualTo(bad);
            assertThat(heard(bad, longer)).isInstanceOfSatisfying(Outcome.Failed.class, failure -> {
                assertThat(failure.cause()).isEqualTo(Outcome.Cause.AGENT_FAULT);
                assertThat(failure.detail()).startsWith("the agent itself was held up for 1s");
            });
        }
        for (Outcome certain :
                List.of(failed(Outcome.Cause.REFUSED), failed(Outcome.Cause.BAD_STATUS), answered(0.1))) {
            assertThat(heard(certain, longer)).isEqualTo(certain);
        }
    }

    @Test
    void aTargetThatIsSlowWhileTheAgentRunsIsMeasured() {
        assertThat(heard(failed(Outcome.Cause.TIMEOUT), Duration.ZERO)).isEqualTo(failed(Outcome.Cause.TIMEOUT));
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeInOneCheckStopsNeitherItNorTheOthers(Mistake mistake) {
        List<String> heard = new ArrayList<>();
        Schedule.Listener breaking = new Schedule.Listener() {
            @Override
            public void asked(CheckConfig check, Outcome outcome, Duration took, Duration late) {
                heard.add(check.rule().id().value());
                if (check.rule().id().value().equals("c0")) {
                    mistake.happen();
                }
            }

            @Override
            public void skipped(CheckConfig check, long runs) {
                mistake.happen();
            }
        };
        List<Schedule.Entry> entries = List.of(
                new Schedule.Entry(check(0), deployedAt -> one()),
                new Schedule.Entry(check(1), deployedAt -> mistake.make()),
                new Schedule.Entry(check(2), deployedAt -> one()),
                new Schedule.Entry(check(3), deployedAt -> slow()));
        new Schedule(entries, START, time, breaking).enter(WINDOW);

        time.fake.advance(Duration.ofSeconds(120));

        assertThat(heard.stream().filter("c0"::equals)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(heard.stream().filter("c1"::equals)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(heard.stream().filter("c2"::equals)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(heard.stream().filter("c3"::equals)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** An answer that skips a run. */
    private Future<Outcome> slow() {
        Promise<Outcome> answer = Promise.promise();
        Time.Cancellable unusedTimer = time.after(Duration.ofSeconds(15), () -> one().onComplete(answer));
        return answer.future();
    }
}
