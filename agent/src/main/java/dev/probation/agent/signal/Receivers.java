package dev.probation.agent.signal;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.signal.alertmanager.AlertmanagerKind;
import dev.probation.agent.signal.command.CommandKind;
import dev.probation.agent.signal.notifywebhook.NotifyWebhookKind;
import dev.probation.agent.signal.opsgenie.OpsgenieKind;
import dev.probation.agent.signal.pagerduty.PagerDutyKind;
import dev.probation.agent.signal.slack.SlackKind;
import dev.probation.agent.signal.teams.TeamsKind;
import dev.probation.agent.signal.webhook.WebhookKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import java.util.List;

/** All kinds of receivers. */
public final class Receivers {

    private static final List<ReceiverKind> KINDS = List.of(
            new SlackKind(),
            new PagerDutyKind(),
            new OpsgenieKind(),
            new TeamsKind(),
            new AlertmanagerKind(),
            new NotifyWebhookKind(),
            new WebhookKind(),
            new CommandKind());

    private Receivers() {}

    /** The receiver that was configured. */
    public static Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return kind(config).open(config, vertx, time);
    }

    /** The kind that a receiver was configured as. */
    public static ReceiverKind kind(ReceiverConfig config) {
        return KINDS.stream()
                .filter(kind -> kind.settings().isInstance(config.settings()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of receiver is registered for "
                        + config.settings().getClass().getSimpleName()));
    }
}
