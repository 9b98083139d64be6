package dev.probation.agent.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.time.SteadyTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreAlarmTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final FakeTime time = new FakeTime(Instant.EPOCH);
    private final SteadyTime steady = new SteadyTime(time);
    private @Nullable Mistake thrown;
    private Optional<String> problem = Optional.empty();
    private boolean hangs;
    private @Nullable Mistake impatient;

    private final StoreAlarm alarm = new StoreAlarm(
            steady,
            "agent",
            this::look,
            () -> impatient == null ? Duration.ofSeconds(10) : impatient.make(),
            new EmergencyNotifier(
                    new ReceiverContext(vertx, steady.wall()),
                    loop,
                    steady,
                    List.of(),
                    new Metrics("1", "a").outbox(),
                    new KnownIncidents(),
                    () -> Future.succeededFuture(Standing.HELD)));

    private Future<Optional<String>> look() {
        if (hangs) {
            return Promise.<Optional<String>>promise().future();
        }
        return thrown == null ? Future.succeededFuture(problem) : thrown.make();
    }

    @AfterEach
    void close() {
        alarm.stop();
        Await.done(vertx.close());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFoundMayThrowAndTheNextLookComes(Mistake mistake) {
        long before = mistakes();
        impatient = mistake;
        problem = Optional.of("the disk is full");
        alarm.start();
        time.advance(Duration.ofSeconds(6));
        assertThat(mistakes()).isEqualTo(before + 1);
        impatient = null;
        problem = Optional.empty();
        time.advance(Duration.ofSeconds(6));

        assertThat(alarm.problem()).isEmpty();
    }

    private static long mistakes() {
        return Guard.mistakes().getOrDefault("store-alarm", 0L);
    }

    @ParameterizedTest
    @EnumSource
    void aLookThatHangsMayThrowWhatIsFoundAndTheNextLookComes(Mistake mistake) {
        hangs = true;
        impatient = mistake;
        alarm.start();
        time.advance(Duration.ofSeconds(11));
        assertThat(alarm.problem()).contains("the store does not answer");
        long before = mistakes();

        time.advance(Duration.ofSeconds(5));
        assertThat(mistakes()).as("it has looked again").isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aLookThatThrowsIsAProblemAndTheNextLookComes(Mistake mistake) {
        thrown = mistake;
        alarm.start();

        time.advance(Duration.ofSeconds(12));
        assertThat(alarm.problem()).hasValueSatisfying(why -> assertThat(why).contains("a mistake"));
        thrown = null;
        problem = Optional.of("the disk is full");
        time.advance(Duration.ofSeconds(6));
        assertThat(alarm.problem()).contains("the disk is full");
        problem = Optional.empty();
        time.advance(Duration.ofSeconds(6));

        assertThat(alarm.problem()).isEmpty();
    }
}
