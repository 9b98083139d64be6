package dev.probation.agent.signal;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.signal.Notice.Evidence;
import dev.probation.agent.signal.Notice.Step;
import dev.probation.agent.store.Message;
import dev.probation.rules.deployment.Deployment;
import java.time.Instant;
import java.util.Optional;

/** What tests send. */
public final class Notices {

    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private Notices() {}

    public static Deployment deployment(String version) {
        return new Deployment("bookreader-1", "bookreader", version, NOON, NOON, false);
    }

    public static Notice failing(String reason) {
        return Notice.of(Occasion.FAILING, Step.OPENS, NOON, deployment("1.4.2"), reason)
                .about(new Evidence("p95-latency", "failing", Optional.of("612 ms"), Optional.of("< 500 ms")))
                .linked(Optional.of("https://probation.example.com/deployments/bookreader-1"));
    }

    public static Notice recovered() {
        return Notice.of(Occasion.RECOVERED, Step.RESOLVES, NOON, deployment("1.4.2"), "2 good samples")
                .about(new Evidence("p95-latency", "ok", Optional.of("212 ms"), Optional.of("< 500 ms")));
    }

    public static Notice rollback(String version) {
        return Notice.of(Occasion.ROLLBACK, Step.OPENS, NOON, deployment(version), "error rate 7 %, expected < 5 %")
                .about(new Evidence("error-rate", "failing", Optional.empty(), Optional.empty()))
                .decided("rollback-bookreader-1");
    }

    public static Message message(String id, String receiver, Notice notice) {
        return new Message(id, notice.deployment(), receiver, notice.incident(), NOON, notice.toJson());
    }
}
