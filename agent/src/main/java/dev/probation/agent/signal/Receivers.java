package dev.probation.agent.signal;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.signal.alertmanager.AlertmanagerKind;
import dev.probation.agent.signal.argo.ArgoKind;
import dev.probation.agent.signal.cdevents.CdEventsKind;
import dev.probation.agent.signal.command.CommandKind;
import dev.probation.agent.signal.email.EmailKind;
import dev.probation.agent.signal.file.FileKind;
import dev.probation.agent.signal.github.GitHubKind;
import dev.probation.agent.signal.gitlab.GitLabKind;
import dev.probation.agent.signal.grafana.GrafanaKind;
import dev.probation.agent.signal.kubernetes.KubernetesKind;
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
