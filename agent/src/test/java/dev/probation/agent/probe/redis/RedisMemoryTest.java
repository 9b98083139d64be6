package dev.probation.agent.probe.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import org.junit.jupiter.api.Test;

class RedisMemoryTest {

    private static final String INFO = """
            # Memory
            used_memory:536870912\r
            used_memory_human:512.00M\r
            maxmemory:1073741824\r
            mem_not_counted_for_evict:268435456\r
            odd:a:b=c
            """;

    private static Outcome outcome(String info, boolean asShare) {
        return RedisMemory.of(RedisInfo.parse(info)).outcome(asShare);
    }

    @Test
    void leavesOutWhatIsNotCountedForEviction() {
        assertThat(outcome(INFO, true)).isEqualTo(Outcome.Measured.of(0.25, "256 MiB of 1024 MiB (maxmemory)"));
        assertThat(outcome(INFO, false)).isEqualTo(Outcome.Measured.of(268435456.0, "256 MiB of 1024 MiB (maxmemory)"));
    }

    @Test
    void doesNotMeasureAServerThatIsLoading() {
        Outcome outcome = outcome(INFO + "loading:1\r\n", true);

        assertThat(((Outcome.Failed) outcome).cause()).isEqualTo(Cause.REJECTED);
    }

    @Test
    void hasNoDataWhereKeysAreMissing() {
        assertThat(outcome("", false)).isEqualTo(new Outcome.NoData("INFO has no used_memory"));
        assertThat(outcome("used_memory:5\r\n", true)).isEqualTo(new Outcome.NoData("INFO has no maxmemory"));
        assertThat(outcome("used_memory:5\r\nmaxmemory:0\r\n", true))
                .isEqualTo(new Outcome.NoData("no limit configured (maxmemory 0)"));
    }
}
