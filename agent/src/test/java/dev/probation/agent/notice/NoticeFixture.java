package dev.probation.agent.notice;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.store.Message;
import dev.probation.rules.deployment.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What tests send. */
public final class NoticeFixture {

    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    /** A hundred characters that call people, forge links, run right to left, and lie beyond the first 65,536. */
    public static final String HOSTILE =
            "<!channel> @here <@U123> <at>all</at> [bank](https://evil.example) *b* \u202Eשלום\u200F 🚀👩‍🔬 \"{{x}}\\ \t\r\n";

    private NoticeFixture() {}

    public static Deployment deployment(String version) {
        return new Deployment("bookreader-1", "bookreader", version, NOON, NOON, false);
    }

    public static Notice failing(String reason) {
        return Notice.of(NotificationEvent.FAILING, IncidentAction.TRIGGER, NOON, deployment("1.4.2"), reason)
                .about(new Evidence("p95-latency", "failing", Optional.of("612 ms"), Optional.of("< 500 ms")))
                .linked("https://probation.example.com/deployments/bookreader-1");
    }

    /** Several failing checks in one, each with a name and a reason of 10 kB. */
    public static Notice storm(int checks) {
        List<Part> parts = IntStream.range(0, checks)
                .mapToObj(i -> new Part(evidence(i + HOSTILE.repeat(100)), HOSTILE.repeat(100)))
                .toList();
        String lines = parts.stream()
                .map(part -> part.evidence().check() + ": " + part.reason())
                .collect(Collectors.joining("\n"));
        return failing("x").batched(parts, lines);
    }

    /** One failing check, with a name and a reason of 10 kB, of a version whose name calls people. */
    public static Notice hostile() {
        return hostile("1.4.2 " + HOSTILE);
    }

    /** The same of another version. */
    public static Notice hostile(String version) {
        return Notice.of(
                        NotificationEvent.FAILING,
                        IncidentAction.TRIGGER,
                        NOON,
                        deployment(version),
                        HOSTILE.repeat(100))
                .about(evidence(HOSTILE.repeat(100)))
                .linked("https://probation.example.com/deployments/bookreader-1");
    }

    private static Evidence evidence(String check) {
        return new Evidence(check, "failing", Optional.of(HOSTILE.repeat(100)), Optional.of(HOSTILE.repeat(100)));
    }

    public static Notice recovered() {
        return Notice.of(
                        NotificationEvent.RECOVERED,
                        IncidentAction.RESOLVE,
                        NOON,
                        deployment("1.4.2"),
                        "2 good samples")
                .about(new Evidence("p95-latency", "ok", Optional.of("212 ms"), Optional.of("< 500 ms")));
    }

    public static Notice rollback(String version) {
        return Notice.of(
                        NotificationEvent.ROLLBACK,
                        IncidentAction.TRIGGER,
                        NOON,
                        deployment(version),
                        "error rate 7 %, expected < 5 %")
                .about(new Evidence("error-rate", "failing", Optional.empty(), Optional.empty()))
                .decided("rollback-bookreader-1");
    }

    public static Message message(String id, String receiver, Notice notice) {
        return new Message(id, notice.deployment(), receiver, notice.incident(), NOON, notice);
    }
}
