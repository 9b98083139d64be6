package dev.probation.agent.probe.redis;

import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a server's INFO says of its memory, in bytes.
 *
 * @param used what counts for eviction: without the buffers of replicas and of the append-only file
 * @param limit maxmemory, 0 for none
 */
record RedisMemory(boolean loading, OptionalLong used, OptionalLong limit) {

    private static final Quantity MEBIBYTE = Quantity.parse("1MiB");

    static RedisMemory of(Map<String, String> info) {
        OptionalLong all = number(info, "used_memory");
        long notCounted = number(info, "mem_not_counted_for_evict").orElse(0);
        OptionalLong used =
                all.isPresent() ? OptionalLong.of(Math.max(0, all.getAsLong() - notCounted)) : OptionalLong.empty();
        return new RedisMemory("1".equals(info.get("loading")), used, number(info, "maxmemory"));
    }

    private static OptionalLong number(Map<String, String> info, String key) {
        String text = info.getOrDefault(key, "");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    Outcome outcome(boolean asShare) {
        if (loading) {
            return new Failed(Cause.REJECTED, "the server is loading its data, so its memory is not all in use yet");
        }
        if (used.isEmpty()) {
            return new NoData("INFO has no used_memory");
        }
        return asShare ? share(used.getAsLong()) : bytes(used.getAsLong());
    }

    private Outcome share(long bytes) {
        if (limit.isEmpty()) {
            return new NoData("INFO has no maxmemory");
        }
        long max = limit.getAsLong();
        if (max == 0) {
            return new NoData("no limit configured (maxmemory 0)");
        }
        return Measured.of((double) bytes / max, words(bytes) + " of " + words(max) + " (maxmemory)");
    }

    private Outcome bytes(long bytes) {
        boolean limited = limit.orElse(0) > 0;
        return Measured.of(
                (double) bytes,
                words(bytes)
                        + (limited ? " of " + words(limit.getAsLong()) + " (maxmemory)" : ", no limit configured"));
    }

    private static String words(long bytes) {
        return MEBIBYTE.write((double) bytes);
    }
}
