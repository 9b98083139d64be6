package dev.probation.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ProbeTimesTest {

    private static final long BEGIN = 1_000_000;

    private final ProbeTimes times = new ProbeTimes(2, 1000, 3);

    @Test
    void aProbeOnTheGridOfItsFirstOneIsOnSchedule() {
        times.arrived(0, BEGIN);
        times.arrived(1, BEGIN + 400);
        times.arrived(0, BEGIN + 1000);
        times.arrived(1, BEGIN + 1400);

        JsonObject stats = times.stats();
        assertThat(stats.getLong("probes")).isEqualTo(4);
        assertThat(stats.getLong("firstAt")).isEqualTo(BEGIN);
        assertThat(stats.getLong("paths")).isEqualTo(2);
        assertThat(stats.getLong("lastFirstAt")).isEqualTo(BEGIN + 400);
        assertThat(stats.getLong("widestGap")).isEqualTo(400);
        assertThat(stats.getLong("worst")).isZero();
        assertThat(stats.getLong("skipped")).isZero();
        assertThat(stats.getLong("least")).isEqualTo(1);
    }

    @Test
    void lateAndEarlyAreBothAwayFromTheSchedule() {
        times.arrived(0, BEGIN);
        for (int turn = 1; turn <= 200; turn++) {
            times.arrived(0, BEGIN + 1000L * turn + (turn == 7 ? -30 : 5));
        }

        assertThat(times.stats().getLong("p99")).isEqualTo(5);
        assertThat(times.stats().getLong("worst")).isEqualTo(30);
        assertThat(times.stats().getLong("skipped")).isZero();
    }

    @Test
    void turnsWithoutAProbeAreSkipped() {
        times.arrived(0, BEGIN);
        times.arrived(0, BEGIN + 1000);
        times.arrived(0, BEGIN + 4020);

        assertThat(times.stats().getLong("skipped")).isEqualTo(2);
        assertThat(times.stats().getLong("worst")).isEqualTo(20);
    }

    @Test
    void theThirdBadAnswerOfAnyEndpointIsTheLastStraw() {
        times.arrived(0, BEGIN);
        times.breakDown(BEGIN + 10);
        times.arrived(0, BEGIN + 1000);
        times.arrived(1, BEGIN + 1100);
        times.arrived(0, BEGIN + 2000);
        assertThat(times.lastStraw()).isZero();

        times.arrived(0, BEGIN + 3000);
        times.arrived(0, BEGIN + 4000);

        assertThat(times.lastStraw()).isEqualTo(BEGIN + 3000);
        assertThat(times.brokenSince()).isEqualTo(BEGIN + 10);
    }
}
