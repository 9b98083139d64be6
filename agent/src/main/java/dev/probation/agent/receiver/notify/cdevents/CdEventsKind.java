package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CDEvents, as CloudEvents over HTTP in binary mode. */
public final class CdEventsKind implements ReceiverKind {

    private static final String VISIBLE = "[!-~]{1,255}";
    private static final String PURL = "pkg:[a-z][a-z0-9.+-]*/[!-~]*VERSION[!-~]*";

    private static final SecretField URL =
            SecretField.requiredUrl("url", "The URL to post events to, as CloudEvents in binary mode.");
    private static final Field<String> SOURCE = Field.written(
            "source",
            Types.text(
                    "a URI or a path such as /probation/production",
                    VISIBLE,
                    text -> Optional.of(text).filter(source -> source.matches(VISIBLE))),
            "/probation",
            "Who the events are from.");
    private static final Field<String> ENVIRONMENT =
            Field.required("environment", Types.text(), "The id of the environment.");
    private static final Field<String> ARTIFACT = Field.written(
            "artifact",
            Types.text(
                    "a package URL with VERSION in it, such as pkg:oci/SERVICE@VERSION",
                    PURL,
                    text -> Optional.of(text).filter(purl -> purl.matches(PURL))),
            "pkg:generic/SERVICE@VERSION",
            "The artifact as a package URL. `SERVICE` and `VERSION` stand for those of the deployment.");
    private static final SecretField TOKEN = SecretField.optionalHeader("token", "A bearer token to send.");
    private static final ObjectSchema<CdEventsSettings> SETTINGS = ObjectSchema.of(
            List.of(URL, SOURCE, ENVIRONMENT, ARTIFACT, TOKEN),
            values -> new CdEventsSettings(
                    values.get(URL).orElseThrow(),
                    values.get(SOURCE),
                    values.get(ENVIRONMENT),
                    values.get(ARTIFACT),
                    values.get(TOKEN)));

    @Override
    public String name() {
        return "cdevents";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<CdEventsSettings> settings() {
        return SETTINGS;
    }

    /** All that there is an event for. */
    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.of(
                NotificationEvent.STARTED,
                NotificationEvent.WINDOW,
                NotificationEvent.FAILING,
                NotificationEvent.RECOVERED,
                NotificationEvent.ROLLBACK);
    }

    /** What there is an event for; an incident that was told of is told to be over. */
    @Override
    public boolean hears(ReceiverConfig config, Notice notice) {
        boolean opened = notice.action() == IncidentAction.RESOLVE && config.hears(notice.opening());
        return (opened || config.hears(notice.occasion()))
                && !CdEventTypes.of(notice).isEmpty();
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new CdEventsReceiver((CdEventsSettings) config.settings(), new HttpSender(context));
    }
}
