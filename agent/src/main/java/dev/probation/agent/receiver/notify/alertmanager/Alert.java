package dev.probation.agent.receiver.notify.alertmanager;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one incident is to Alertmanager.
 *
 * @param labels which tell alerts apart: the same when it fires and when it is resolved
 * @param end when it was over; empty while it fires
 */
record Alert(
        String incident,
        JsonObject labels,
        JsonObject annotations,
        Optional<String> link,
        Instant start,
        Optional<Instant> end) {

    private static final int LABEL = 500;
    private static final int SUMMARY = 500;
    private static final int DESCRIPTION = 8_000;

    /** For what was over before it could be told: shorter than this, and its group may be over before it is sent. */
    private static final Duration LEAST_FIRING = Duration.ofMinutes(1);

    /** For what is an event rather than a state, and has no end that is told. */
    private static final Duration NOBODY_ENDS = Duration.ofHours(1);

    /** That a message opens. */
    static Alert opened(Message message, Instant now) {
        Notice notice = message.notice();
        Optional<Instant> end = notice.occasion() == NotificationEvent.UNDELIVERED
                ? Optional.of(notice.at().plus(NOBODY_ENDS))
                : Optional.of(now.plus(LEAST_FIRING)).filter(least -> notice.isOver());
        return of(message, notice, notice.at(), end.orElse(null));
    }

    /**
     * The same, over.
     *
     * @param opened what is known of when it fired
     */
    static Alert resolved(Message message, @Nullable Alert opened) {
        Notice notice = message.notice();
        if (opened == null) {
            return of(message, notice, notice.at(), notice.at());
        }
        Instant end = opened.end().filter(least -> least.isAfter(notice.at())).orElse(notice.at());
        Alert alert = of(message, notice, opened.start(), end);
        return new Alert(alert.incident, opened.labels, alert.annotations, alert.link, alert.start, alert.end);
    }

    static boolean opens(Message message) {
        return message.notice().action() != IncidentAction.RESOLVE;
    }

    private static Alert of(Message message, Notice notice, Instant start, @Nullable Instant end) {
        JsonObject labels = new JsonObject();
        put(labels, "alertname", name(notice.opening()));
        put(labels, "service", notice.service());
        put(labels, "deployment", notice.deployment());
        put(labels, "version", notice.version());
        put(labels, "severity", severity(notice.opening()));
        put(labels, "incident", message.incident());
        // what a rollback is about may be said of its beginning and not of its end
        if (notice.opening() == NotificationEvent.FAILING) {
            notice.check().map(Evidence::check).ifPresent(check -> put(labels, "check", check));
        }
        JsonObject annotations = new JsonObject()
                .put("summary", Truncation.codePoints(Sanitizer.MESSAGE.line(notice.headline()), SUMMARY))
                .put("description", Truncation.codePoints(description(notice), DESCRIPTION));
        return new Alert(message.incident(), labels, annotations, notice.link(), start, Optional.ofNullable(end));
    }

    /** An empty label is none to Alertmanager. */
    private static void put(JsonObject labels, String name, String value) {
        labels.put(name, Truncation.codePoints(Sanitizer.MESSAGE.line(value), LABEL));
    }

    private static String description(Notice notice) {
        return Sanitizer.MESSAGE.lines(
                notice.announcement().map(words -> words + "\n\n").orElse("") + notice.reason());
    }

    private static String name(NotificationEvent occasion) {
        return switch (occasion) {
            case FAILING, RECOVERED -> "ProbationCheckFailing";
            case ROLLBACK -> "ProbationRollback";
            case WITHHELD -> "ProbationRollbackWithheld";
            case BLIND -> "ProbationBlind";
            case UNMEASURED -> "ProbationUnmeasured";
            case VERSION -> "ProbationVersion";
            case UNDELIVERED -> "ProbationUndelivered";
            case STARTED, WINDOW, PASSED -> "Probation";
        };
    }

    private static String severity(NotificationEvent occasion) {
        return switch (occasion) {
            case FAILING, RECOVERED, ROLLBACK, BLIND, UNMEASURED -> "critical";
            case WITHHELD, VERSION, UNDELIVERED -> "warning";
            case STARTED, WINDOW, PASSED -> "info";
        };
    }

    boolean isOver(Instant now) {
        return end.isPresent() && !end.get().isAfter(now);
    }

    /** @param until when it counts as over if nothing more is heard of it */
    JsonObject json(Instant until) {
        JsonObject json = new JsonObject()
                .put("labels", labels)
                .put("annotations", annotations)
                .put("startsAt", start.toString())
                .put("endsAt", end.orElse(until).toString());
        link.ifPresent(address -> json.put("generatorURL", address));
        return json;
    }
}
