package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** PagerDuty, by its Events API v2. */
public final class PagerDutyKind implements ReceiverKind {

    private static final SecretField ROUTING_KEY =
            SecretField.required("routing-key", "The key of an Events API v2 integration.");
    private static final Field<URI> URL = Field.written(
            "url",
            Address.web("https://events.pagerduty.com/v2/enqueue"),
            "https://events.pagerduty.com/v2/enqueue",
            "The address of the Events API v2.");
    private static final Field<Boolean> CHANGES = Field.written(
            "changes", Types.flag(), "true", "Also send change events for each deployment, which page nobody.");
    private static final ObjectSchema<PagerDutySettings> SETTINGS = ObjectSchema.of(
            List.of(ROUTING_KEY, URL, CHANGES),
            values ->
                    new PagerDutySettings(values.get(ROUTING_KEY).orElseThrow(), values.get(URL), values.get(CHANGES)));

    @Override
    public String name() {
        return "pagerduty";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<PagerDutySettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.of(
                NotificationEvent.FAILING,
                NotificationEvent.ROLLBACK,
                NotificationEvent.BLIND,
                NotificationEvent.RECOVERED);
    }

    /** Its limit is about 120 events a minute for an integration. */
    @Override
    public Duration spacing() {
        return Duration.ofMillis(500);
    }

    /** What is asked for opens, acknowledges and resolves incidents; a change is marked whatever was asked for. */
    @Override
    public boolean hears(ReceiverConfig config, Notice notice) {
        return alerts(config, notice) || marks(config, notice);
    }

    /** Whether it is an event of an incident. A rollback that is being verified was seen to: that acknowledges it. */
    static boolean alerts(ReceiverConfig config, Notice notice) {
        boolean asked = config.hears(notice.occasion());
        return switch (notice.action()) {
            case TRIGGER -> asked;
            case RESOLVE -> asked || config.hears(notice.opening());
            case INFO -> asked && isBeingVerified(notice);
        };
    }

    /** The earlier version is back; anything else that is told for information has people see to it. */
    private static boolean isBeingVerified(Notice notice) {
        return notice.occasion() == NotificationEvent.ROLLBACK
                && notice.action() == IncidentAction.INFO
                && notice.escalation().isEmpty();
    }

    /** Whether it is a change: a version goes live, is watched to its end, or the one before is back. */
    static boolean marks(ReceiverConfig config, Notice notice) {
        if (!((PagerDutySettings) config.settings()).changes()) {
            return false;
        }
        return switch (notice.occasion()) {
            case STARTED -> true;
            case WINDOW -> notice.window().flatMap(Notice.Ending::overall).isPresent();
            case ROLLBACK -> isBeingVerified(notice);
            case FAILING, RECOVERED, WITHHELD, BLIND, UNMEASURED, VERSION, PASSED, UNDELIVERED -> false;
        };
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new PagerDutyReceiver(config, new HttpSender(context));
    }
}
