package dev.probation.rules.window;

import java.time.Instant;
import java.util.List;

/**
 * The verdict on one window of one deployment.
 *
 * @param to when it ends or ended, which is earlier than planned where the deployment ended first
 * @param reason one sentence: what decided
 */
public record WindowVerdict(
        String name, Instant from, Instant to, Verdict verdict, List<CheckVerdict> checks, String reason) {

    public WindowVerdict {
        checks = List.copyOf(checks);
    }
}
