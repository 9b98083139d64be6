package dev.probation.agent.outbox;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.store.Message;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says to one receiver, directly and by no outbox, that it is tested: an incident is opened and resolved. */
public final class SampleNotices {

    private static final Duration TO_CLOSE = Duration.ofSeconds(10);
    private static final List<NotificationEvent> INCIDENTS = List.of(
            NotificationEvent.FAILING,
            NotificationEvent.ROLLBACK,
            NotificationEvent.BLIND,
            NotificationEvent.UNMEASURED,
            NotificationEvent.VERSION);
    private static final List<NotificationEvent> TOLD = List.of(
            NotificationEvent.STARTED,
            NotificationEvent.PASSED,
            NotificationEvent.WINDOW,
            NotificationEvent.FAILING,
            NotificationEvent.RECOVERED,
            NotificationEvent.ROLLBACK,
            NotificationEvent.BLIND,
            NotificationEvent.UNMEASURED,
            NotificationEvent.VERSION,
            NotificationEvent.WITHHELD,
            NotificationEvent.UNDELIVERED);

    private static final String WHY =
            "This is a test of this receiver by \"probation notify --test\": nothing is wrong,"
                    + " and nothing is to be done.";

    private SampleNotices() {}

    /** Sends, and answers what came of each message, in order; ends at the first that is not delivered. Blocks. */
    public static List<Delivery> send(ReceiverConfig config, ReceiverContext context) {
        Receiver receiver = Receivers.open(config, context);
        try {
            Sender sender = new Sender(context.vertx().getOrCreateContext(), new Metrics("test", "test").outbox());
            ConfiguredReceiver to = new ConfiguredReceiver(config, Receivers.kind(config), receiver, Backoff.PATIENCE);
            List<Delivery> deliveries = new ArrayList<>();
            for (Message message : messages(config, context.time().now())) {
                Delivery delivery = sender.attempt(to, message);
                deliveries.add(delivery);
                if (!(delivery instanceof Delivered)) {
                    break;
                }
            }
            return deliveries;
        } finally {
            BlockingWait.until(receiver.close(), TO_CLOSE);
        }
    }

    static List<Message> messages(ReceiverConfig config, Instant now) {
        Deployment deployment = new Deployment("test-" + now.getEpochSecond(), "TEST", "message", now, now, false);
        List<Notice> notices = config.settings().holdsIncidents()
                ? incident(config, deployment)
                : List.of(
                        notice(heard(config, deployment, IncidentAction.INFO, TOLD), IncidentAction.INFO, deployment));
        List<Message> messages = new ArrayList<>();
        for (Notice notice : notices) {
            messages.add(new Message(
                    deployment.id() + '/' + messages.size(),
                    deployment.id(),
                    config.name(),
                    notice.incident(),
                    now,
                    notice));
        }
        return messages;
    }

    private static List<Notice> incident(ReceiverConfig config, Deployment deployment) {
        NotificationEvent opening = heard(config, deployment, IncidentAction.TRIGGER, INCIDENTS);
        NotificationEvent ending = opening == NotificationEvent.FAILING ? NotificationEvent.RECOVERED : opening;
        return Stream.of(
                        notice(opening, IncidentAction.TRIGGER, deployment),
                        notice(ending, IncidentAction.RESOLVE, deployment))
                .toList();
    }

    /** One that it is told of by its configuration, as a receiver may know what to do with no other. */
    private static NotificationEvent heard(
            ReceiverConfig config, Deployment deployment, IncidentAction action, List<NotificationEvent> occasions) {
        ReceiverKind kind = Receivers.kind(config);
        return occasions.stream()
                .filter(occasion -> kind.hears(config, notice(occasion, action, deployment)))
                .findFirst()
                .orElse(occasions.get(0));
    }

    private static Notice notice(NotificationEvent occasion, IncidentAction action, Deployment deployment) {
        Notice notice = Notice.of(occasion, action, deployment.deployedAt(), deployment, WHY);
        return switch (occasion) {
            case FAILING, RECOVERED, WITHHELD, UNMEASURED ->
                notice.about(new Evidence("this-is-a-test", "ok", Optional.empty(), Optional.empty()));
            case WINDOW -> notice.about(new Ending("this-is-a-test", Verdict.PASS));
            case STARTED, PASSED, ROLLBACK, BLIND, VERSION, UNDELIVERED -> notice;
        };
    }
}
