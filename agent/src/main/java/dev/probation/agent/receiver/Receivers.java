package dev.probation.agent.receiver;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.notify.alertmanager.AlertmanagerKind;
import dev.probation.agent.receiver.notify.cdevents.CdEventsKind;
import dev.probation.agent.receiver.notify.email.EmailKind;
import dev.probation.agent.receiver.notify.grafana.GrafanaKind;
import dev.probation.agent.receiver.notify.notifywebhook.NotifyWebhookKind;
import dev.probation.agent.receiver.notify.opsgenie.OpsgenieKind;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutyKind;
import dev.probation.agent.receiver.notify.slack.SlackKind;
import dev.probation.agent.receiver.notify.teams.TeamsKind;
import dev.probation.agent.receiver.rollback.argo.ArgoKind;
import dev.probation.agent.receiver.rollback.command.CommandKind;
import dev.probation.agent.receiver.rollback.file.FileKind;
import dev.probation.agent.receiver.rollback.github.GitHubKind;
import dev.probation.agent.receiver.rollback.gitlab.GitLabKind;
import dev.probation.agent.receiver.rollback.kubernetes.KubernetesKind;
import dev.probation.agent.receiver.rollback.webhook.WebhookKind;
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
            new EmailKind(),
            new GrafanaKind(),
            new CdEventsKind(),
            new WebhookKind(),
            new CommandKind(),
            new FileKind(),
            new GitHubKind(),
            new GitLabKind(),
            new KubernetesKind(),
            new ArgoKind());

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
