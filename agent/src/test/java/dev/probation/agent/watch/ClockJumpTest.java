package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody sets the machine's clock while a deployment is watched: windows and deadlines end when they would have ended, and
 * nothing is decided twice. {@code -Dprobation.times=5} tries each jump at so many moments, {@code -Dprobation.seed=1}
 * others.
 */
@Tag("seeds")
class ClockJumpTest {

    private static final int TIMES = Integer.getInteger("probation.times", 1);
    /** Random numbers of neighbouring seeds begin alike. */
    private static final long MIXED = 0x9E3779B97F4A7C15L;

    private static final long SEED = Long.getLong("probation.seed", 1);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Config ONE_CHECK =
            WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);

    static Stream<Arguments> jumps() {
        return Stream.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1), Duration.ofDays(-1))
                .flatMap(jump ->
                        Stream.iterate(SEED, seed -> seed + 1).limit(TIMES).map(seed -> Arguments.of(jump, seed)));
    }

    private WatchRig rig(Function<Duration, Outcome> latency) {
        return new WatchRig(
                folder.resolve("probation.db"), time, ONE_CHECK, name -> (Instant wall) -> latency.apply(elapsed()));
    }

    /** By the clock that cannot be set. */
    private Duration elapsed() {
        return Duration.ofNanos(time.nanos());
    }

    private void passUntil(WatchRig rig, BooleanSupplier over) {
        for (int second = 0; second < 600 && !over.getAsBoolean(); second++) {
            rig.pass(Duration.ofSeconds(1));
        }
        assertThat(over.getAsBoolean()).isTrue();
    }

    private static List<Kind> kinds(WatchRig rig, DeploymentView of) {
        return WatchRig.await(rig.store.submit(
                        store -> store.journal().of(of.stored().deployment().id())))
                .stream()
                .map(entry -> entry.kind())
                .toList();
    }

    @ParameterizedTest(name = "by {0}, seed {1}")
    @MethodSource("jumps")
    void windowsEndOnTime(Duration jump, long seed) {
        Duration at = Duration.ofSeconds(5 + new Random(seed * MIXED).nextInt(280));
        try (WatchRig rig = rig(elapsed -> Outcome.Measured.of(0.1))) {
            DeploymentView deployed = rig.deploy("1.4.1");
            rig.pass(at);
            time.stepWallClock(jump);

            passUntil(rig, () -> elapsed().compareTo(Duration.ofSeconds(115)) >= 0);
            assertThat(kinds(rig, deployed).contains(Kind.WINDOW_ENDED))
                    .as("the first window has ended, when it jumped at %s", at)
                    .isEqualTo(elapsed().compareTo(Duration.ofMinutes(2)) >= 0);
            passUntil(rig, () -> kinds(rig, deployed).contains(Kind.WINDOW_ENDED));
            assertThat(elapsed()).isLessThanOrEqualTo(later(Duration.ofMinutes(2), at));
            passUntil(rig, () -> rig.view(deployed).stored().phase() == Phase.FINISHED);

            assertThat(elapsed())
                    .isBetween(
                            Duration.ofMinutes(5).minus(INTERVAL),
                            Duration.ofMinutes(5).plus(INTERVAL));
            assertThat(rig.view(deployed).verdict()).isEqualTo(Verdict.PASS);
            assertThat(kinds(rig, deployed))
                    .filteredOn(Kind.WINDOW_ENDED::equals)
                    .hasSize(2);
            assertThat(kinds(rig, deployed)).containsOnlyOnce(Kind.CLOCK_JUMPED);
        }
    }

    /** Where the jump itself comes later than the window's end, that is when it is looked at first. */
    private static Duration later(Duration end, Duration jump) {
        return (end.compareTo(jump) > 0 ? end : jump).plus(INTERVAL);
    }

    @ParameterizedTest(name = "by {0}, seed {1}")
    @MethodSource("jumps")
    void aRollbackIsDecidedOnceAndEscalatesAtItsDeadline(Duration jump, long seed) {
        Duration at = Duration.ofSeconds(5 + new Random(seed * MIXED).nextInt(200));
        try (WatchRig rig = rig(elapsed -> Outcome.Measured.of(elapsed.toSeconds() < 30 ? 0.1 : 0.9))) {
            DeploymentView deployed = rig.deploy("1.4.2");
            BooleanSupplier decided = () -> rig.view(deployed).rollback().isPresent();
            boolean first = jumpIn(rig, at, jump, decided);
            if (first) {
                passUntil(rig, decided);
            }
            Instant decidedAt = rig.view(deployed).rollback().orElseThrow().decidedAt();
            BooleanSupplier over = () -> !rig.view(deployed).stored().phase().isOpen();
            passUntil(rig, over);

            assertThat(Duration.between(WatchRig.START, decidedAt))
                    .as("when it jumped at %s", at)
                    .isBetween(Duration.ofSeconds(35), Duration.ofSeconds(50));
            assertThat(elapsed())
                    .as("3 minutes after the decision, when it jumped at %s", at)
                    .isBetween(Duration.ofSeconds(215), Duration.ofSeconds(235));
            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.NOT_RECOVERED);
            assertThat(kinds(rig, deployed)).containsOnlyOnce(Kind.ROLLBACK_DECIDED, Kind.ROLLBACK_NOT_RECOVERED);
        }
    }

    /** Whether it jumped before {@code event}. */
    private boolean jumpIn(WatchRig rig, Duration at, Duration jump, BooleanSupplier event) {
        rig.pass(at);
        boolean before = !event.getAsBoolean();
        time.stepWallClock(jump);
        return before;
    }
}
