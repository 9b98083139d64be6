package dev.probation.agent.metrics;

/** The names of all metrics of the agent itself, with what each says. A counter's name ends in {@code _total}. */
enum MetricName {
    BUILD("probation_build", "The agent's version, as the label of a constant 1."),
    CONFIG("probation_config", "The fingerprint of the configuration in use, as the label of a constant 1."),
    CONFIG_RELOAD_SUCCESSFUL(
            "probation_config_last_reload_successful", "Whether the configuration was valid when last read: 1 or 0."),
    CONFIG_RELOAD_SUCCESS_TIMESTAMP(
            "probation_config_last_reload_success_timestamp_seconds", "When a valid configuration was last read."),

    DEPLOYMENTS_STARTED("probation_deployments_started_total", "Deployments that the agent began to watch."),
    DEPLOYMENTS_ENDED("probation_deployments_ended_total", "Deployments whose watching ended, by their verdict."),
    DEPLOYMENT("probation_deployment", "The deployments being watched, as the labels of a constant 1."),
    DEPLOYMENT_START("probation_deployment_start_timestamp_seconds", "When the deployment being watched went live."),
    VERDICT("probation_verdict", "The verdict on the deployment so far: 1 for the verdict that holds, else 0."),
    WINDOW_VERDICT(
            "probation_window_verdict",
            "The verdict on a window: 1 for the one that holds, else 0; running until it ends."),
    WINDOW_END(
            "probation_window_end_timestamp_seconds", "When a window of the deployment being watched ends or ended."),
    BLIND(
            "probation_blind",
            "Whether every check of the deployment errors at once, so that nothing is decided: 1 or 0."),

    CHECK_RUNS("probation_check_runs_total", "Probes that a check ran."),
    CHECK_FAILURES("probation_check_failures_total", "Probes of a check whose outcome missed its expectation."),
    CHECK_NO_DATA("probation_check_no_data_total", "Probes of a check to which the target had nothing to say."),
    CHECK_ERRORS("probation_check_errors_total", "Probes of a check that could not be measured."),
    CHECK_LAST_RUN("probation_check_last_run_timestamp_seconds", "When a check's last probe ended."),
    CHECK_LAST_SUCCESS(
            "probation_check_last_success_timestamp_seconds",
            "When a check's last probe that met its expectation ended."),
    CHECK_VALUE(
            "probation_check_value", "The value last measured, in the base unit named; absent while there is none."),
    CHECK_THRESHOLD("probation_check_threshold", "The limit that a check's value is held against, in the base unit."),
    CHECK_STATE("probation_check_state", "The state of a check: 1 for the state that holds, else 0."),
    CHECK_DURATION("probation_check_duration_seconds", "How long a probe took, from the question to the outcome."),
    PROBE_ERRORS("probation_probe_errors_total", "Probes that could not be measured, by cause."),

    ROLLBACKS_DECIDED("probation_rollbacks_decided_total", "Rollbacks that were decided."),
    ROLLBACKS_WITHHELD(
            "probation_rollbacks_withheld_total",
            "Breaches that decided no rollback, since the release is not to blame for them, by cause."),
    ROLLBACK_SIGNALS("probation_rollback_signals_total", "Rollback signals that a receiver took."),
    ROLLBACKS_RECOVERED(
            "probation_rollbacks_recovered_total", "Rollbacks after which the checks that decided were good again."),
    ROLLBACKS_NOT_RECOVERED("probation_rollbacks_not_recovered_total", "Rollbacks that did not help in time."),
    ROLLBACK_RTO_MISSED(
            "probation_rollback_rto_missed_total",
            "Rollbacks after which it did not work again within the service's time to recover."),
    ROLLBACK_DETECT("probation_rollback_detect_seconds", "From the first bad sample to the decision to roll back."),
    ROLLBACK_SIGNAL("probation_rollback_signal_seconds", "From the decision until a receiver took the signal."),
    ROLLBACK_RECOVER(
            "probation_rollback_recover_seconds", "From the decision until the checks that decided were good again."),
    ROLLBACK_OUTAGE(
            "probation_rollback_outage_seconds",
            "From the first bad sample until the checks that decided were good again."),

    HEARTBEAT(
            "probation_heartbeat_timestamp_seconds",
            "When the agent last found itself able to work; it stands still when its loop hangs or its store fails."),
    HEARTBEATS("probation_heartbeats_total", "Requests to the dead man's switch, by whether it took them."),

    NOTIFICATIONS("probation_notifications_total", "Messages that were sent to a receiver, attempts included."),
    NOTIFICATIONS_FAILED("probation_notifications_failed_total", "Attempts to send a message that failed."),
    NOTIFICATION_LATENCY("probation_notification_latency_seconds", "From a message on disk to its delivery."),
    DEAD_LETTERS(
            "probation_dead_letters_total", "Messages that were given up: refused for good, or tried for too long."),
    OUTBOX_PENDING("probation_outbox_pending", "Messages on disk that are not delivered yet."),
    OUTBOX_OLDEST(
            "probation_outbox_oldest_timestamp_seconds",
            "When the oldest undelivered message was written; NaN without."),

    SCHEDULER_LAG("probation_scheduler_lag_seconds", "How much later than planned a probe began."),
    EVENT_LOOP_LAG("probation_event_loop_lag_seconds", "How much later than planned the event loop ran a timer."),
    SAMPLES_DROPPED("probation_samples_dropped_total", "Samples that were lost before they were judged or stored."),
    GAPS(
            "probation_gaps_total",
            "Times that a deployment was not measured as planned, such as while the agent was away."),
    STORE_WRITE("probation_store_write_seconds", "How long a write to the store took."),
    STORE_WRITE_FAILURES("probation_store_write_failures_total", "Writes to the store that failed.");

    private final String text;
    private final String help;

    MetricName(String text, String help) {
        this.text = text;
        this.help = help;
    }

    String text() {
        return text;
    }

    String help() {
        return help;
    }
}
