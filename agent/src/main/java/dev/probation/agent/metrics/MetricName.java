package dev.probation.agent.metrics;

import static io.prometheus.client.Collector.Type.COUNTER;
import static io.prometheus.client.Collector.Type.GAUGE;
import static io.prometheus.client.Collector.Type.HISTOGRAM;
import static io.prometheus.client.Collector.Type.INFO;

import io.prometheus.client.Collector;
import java.util.List;

/** All metrics of the agent itself: kind, name, what each says, and labels. A counter's name ends in {@code _total}. */
enum MetricName {
    BUILD(INFO, "probation_build", "The agent's version.", "version", "revision", "java_version"),
    CONFIG(INFO, "probation_config", "The fingerprint of the configuration in use.", "fingerprint"),
    CONFIG_RELOAD_SUCCESSFUL(
            GAUGE,
            "probation_config_last_reload_successful",
            "1 if the configuration was valid when it was last read, otherwise 0."),
    CONFIG_RELOAD_SUCCESS_TIMESTAMP(
            GAUGE,
            "probation_config_last_reload_success_timestamp_seconds",
            "When a valid configuration was last read."),

    DEPLOYMENTS_STARTED(
            COUNTER, "probation_deployments_started_total", "Deployments that the agent began to watch.", "app"),
    DEPLOYMENTS_ENDED(
            COUNTER,
            "probation_deployments_ended_total",
            "Deployments whose watch ended, by verdict.",
            "app",
            "verdict"),
    DEPLOYMENT(INFO, "probation_deployment", "The deployments being watched.", "app", "deployment", "version"),
    DEPLOYMENT_START(
            GAUGE,
            "probation_deployment_start_timestamp_seconds",
            "When the deployment being watched went live.",
            "app"),
    VERDICT(
            GAUGE,
            "probation_verdict",
            "1 for the verdict on the deployment so far, 0 for the others.",
            "app",
            "verdict"),
    WINDOW_VERDICT(
            GAUGE,
            "probation_window_verdict",
            "1 for the verdict on the window, 0 for the others; running until it ends.",
            "app",
            "window",
            "verdict"),
    WINDOW_END(GAUGE, "probation_window_end_timestamp_seconds", "When the window ends or ended.", "app", "window"),
    BLIND(
            GAUGE,
            "probation_blind",
            "1 while no check of the deployment gets an answer, so that nothing is decided, otherwise 0.",
            "app"),

    CHECK_UNMEASURED(
            GAUGE,
            "probation_check_unmeasured",
            "1 while a check that may decide a rollback has measured nothing for longer than unmeasured-after, otherwise 0.",
            "app",
            "check"),
    CHECK_RUNS(COUNTER, "probation_check_runs_total", "Probes of the check.", "app", "check", "kind"),
    CHECK_FAILURES(
            COUNTER,
            "probation_check_failures_total",
            "Probes of the check that counted as bad.",
            "app",
            "check",
            "kind"),
    CHECK_NO_DATA(
            COUNTER, "probation_check_no_data_total", "Probes of the check without data.", "app", "check", "kind"),
    CHECK_ERRORS(
            COUNTER,
            "probation_check_errors_total",
            "Probes of the check that could not be measured.",
            "app",
            "check",
            "kind"),
    CHECK_LAST_RUN(
            GAUGE, "probation_check_last_run_timestamp_seconds", "When the check's last probe ended.", "app", "check"),
    CHECK_LAST_SUCCESS(
            GAUGE,
            "probation_check_last_success_timestamp_seconds",
            "When the check's last good probe ended.",
            "app",
            "check"),
    CHECK_VALUE(
            GAUGE,
            "probation_check_value",
            "The last value, in the base unit; absent while there is none.",
            "app",
            "check",
            "unit"),
    CHECK_THRESHOLD(
            GAUGE,
            "probation_check_threshold",
            "The check's limit, in the base unit.",
            "app",
            "check",
            "bound",
            "unit"),
    CHECK_STATE(GAUGE, "probation_check_state", "1 for the check's state, 0 for the others.", "app", "check", "state"),
    CHECK_DURATION(HISTOGRAM, "probation_check_duration_seconds", "How long a probe took.", "kind"),
    PROBE_ERRORS(
            COUNTER, "probation_probe_errors_total", "Probes that could not be measured, by cause.", "kind", "cause"),

    ROLLBACKS_DECIDED(
            COUNTER,
            "probation_rollbacks_decided_total",
            "Rollbacks that were decided, also those that were only advised.",
            "app"),
    ROLLBACKS_WITHHELD(
            COUNTER,
            "probation_rollbacks_withheld_total",
            "Breaches that decided no rollback because the release is not to blame, by cause.",
            "app",
            "cause"),
    ROLLBACK_SIGNALS(COUNTER, "probation_rollback_signals_total", "Rollback signals that a receiver accepted.", "app"),
    ROLLBACKS_RECOVERED(
            COUNTER,
            "probation_rollbacks_recovered_total",
            "Rollbacks after which the checks that decided were good again.",
            "app"),
    ROLLBACKS_NOT_RECOVERED(
            COUNTER, "probation_rollbacks_not_recovered_total", "Rollbacks that did not help in time.", "app"),
    ROLLBACK_RTO_MISSED(
            COUNTER,
            "probation_rollback_rto_missed_total",
            "Rollbacks after which the service did not work again within its `rto`.",
            "app"),
    ROLLBACK_DETECT(
            HISTOGRAM,
            "probation_rollback_detect_seconds",
            "From the first bad sample to the decision to roll back.",
            "app"),
    ROLLBACK_SIGNAL(
            HISTOGRAM,
            "probation_rollback_signal_seconds",
            "From the decision until a receiver accepted the signal.",
            "app"),
    ROLLBACK_RECOVER(
            HISTOGRAM,
            "probation_rollback_recover_seconds",
            "From the decision until the checks that decided were good again.",
            "app"),
    ROLLBACK_OUTAGE(
            HISTOGRAM,
            "probation_rollback_outage_seconds",
            "From the first bad sample until the checks that decided were good again.",
            "app"),

    HEARTBEAT(
            GAUGE,
            "probation_heartbeat_timestamp_seconds",
            "When the agent was last healthy: its event loop runs and its store can be written."),
    HEARTBEATS(COUNTER, "probation_heartbeats_total", "Requests to the heartbeat URL, by result.", "result"),

    NOTIFICATIONS(COUNTER, "probation_notifications_total", "Attempts to send a message.", "integration"),
    NOTIFICATIONS_FAILED(
            COUNTER,
            "probation_notifications_failed_total",
            "Attempts to send a message that failed, by reason.",
            "integration",
            "reason"),
    NOTIFICATION_LATENCY(
            HISTOGRAM,
            "probation_notification_latency_seconds",
            "From a message on disk to its delivery.",
            "integration"),
    DEAD_LETTERS(
            COUNTER,
            "probation_dead_letters_total",
            "Messages that were given up, refused for good or tried for too long.",
            "integration"),
    OUTBOX_PENDING(GAUGE, "probation_outbox_pending", "Messages that are not delivered yet."),
    OUTBOX_OLDEST(
            GAUGE,
            "probation_outbox_oldest_timestamp_seconds",
            "When the oldest message that is not delivered yet was written; NaN if there is none."),

    WEB_CONNECTIONS(GAUGE, "probation_web_connections", "Connections to the agent's port that are open."),
    WEB_REFUSED(
            COUNTER,
            "probation_web_refused_total",
            "Requests that were refused and connections that were closed because of what the client did, by reason.",
            "reason"),

    SCHEDULER_LAG(HISTOGRAM, "probation_scheduler_lag_seconds", "How much later than planned a probe began."),
    EVENT_LOOP_LAG(
            HISTOGRAM, "probation_event_loop_lag_seconds", "How much later than planned the event loop ran a timer."),
    SAMPLES_DROPPED(
            COUNTER, "probation_samples_dropped_total", "Samples that were lost before they were judged or stored."),
    GAPS(
            COUNTER,
            "probation_gaps_total",
            "Times that a deployment was not measured as planned, such as while the agent was down.",
            "app"),
    INTERNAL_ERRORS(
            COUNTER,
            "probation_internal_errors_total",
            "Mistakes of the agent's own, by the part that failed and went on; the log says what it was.",
            "part"),
    STORE_WRITE(HISTOGRAM, "probation_store_write_seconds", "How long a write to the store took."),
    STORE_WRITE_FAILURES(COUNTER, "probation_store_write_failures_total", "Writes to the store that failed.");

    private final Collector.Type type;
    private final String text;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    MetricName(Collector.Type type, String text, String help, String... labels) {
        this.type = type;
        this.text = text;
        this.help = help;
        this.labels = List.of(labels);
    }

    Collector.Type type() {
        return type;
    }

    String text() {
        return text;
    }

    String help() {
        return help;
    }

    /** The names of its labels; those of an info are set with its values. */
    List<String> labels() {
        return labels;
    }

    /** As it stands on the page: an info ends in {@code _info}. */
    String sampleName() {
        return type == Collector.Type.INFO ? text + "_info" : text;
    }
}
