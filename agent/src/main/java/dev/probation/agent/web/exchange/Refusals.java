package dev.probation.agent.web.exchange;

import dev.probation.agent.metrics.Refusal;
import dev.probation.agent.metrics.WebMetrics;
import dev.probation.agent.time.LogPace;
import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was refused because of what clients did, and logs it: a line a minute for each reason, however often it happens.
 * Confined to the server's event loop.
 */
public final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final WebMetrics metrics;
    private final Map<Refusal, LogPace> paces = new EnumMap<>(Refusal.class);

    public Refusals(WebMetrics metrics, Time time) {
        this.metrics = metrics;
        for (Refusal reason : Refusal.values()) {
            paces.put(reason, new LogPace(time, PAUSE));
        }
    }

    /** @param address of the client */
    public void add(Refusal reason, String address) {
        metrics.refused(reason);
        LogPace pace = paces.get(reason);
        long times = pace == null ? 0 : pace.due();
        if (times > 0) {
            log.warn("requests refused reason={} times={} last-from={}", reason.label(), times, address);
        }
    }
}
