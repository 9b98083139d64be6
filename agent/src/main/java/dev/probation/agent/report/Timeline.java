package dev.probation.agent.report;

import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What happened, one plain sentence for each journal entry. */
final class Timeline {

    private Timeline() {}

    static String sentence(JournalEntry entry) {
        return switch (entry.kind()) {
            case STARTED -> "watching " + text(entry, "service") + " " + text(entry, "version");
            case TRANSITION ->
                text(entry, "check") + ": " + text(entry, "from") + " → " + text(entry, "to") + because(entry);
            case WINDOW_ENDED -> window(entry);
            case BLINDED -> "nothing can be measured" + because(entry);
            case SIGHTED -> "measuring again";
            case UNMEASURED -> text(entry, "check") + " measures nothing" + because(entry);
            case UNMEASURED_ENDED -> text(entry, "check") + ": no longer reported as unmeasured" + because(entry);
            case GAP -> "not measured" + gap(entry) + because(entry);
            case PAST_READ ->
                "read " + samples(text(entry, "samples")) + " from before it " + past(entry) + unread(entry);
            case CLOCK_JUMPED -> "the wall clock jumped by " + text(entry, "seconds") + " s";
            case VERSION_READ -> "version " + text(entry, "version") + " was read";
            case VERSION_MISSED -> "version " + text(entry, "version") + " is not read" + because(entry);
            case SIGNED_OFF -> text(entry, "name") + " signed off by " + text(entry, "by") + note(entry);
            case ROLLBACK_DECIDED -> "rollback " + decision(entry) + because(entry);
            case ROLLBACK_WITHHELD ->
                "no rollback for " + text(entry, "check") + ", " + text(entry, "cause") + because(entry);
            case ROLLBACK_ORDERED -> "rollback ordered by " + text(entry, "by") + because(entry);
            case ROLLBACK_APPROVED -> text(entry, "receiver") + " approved by " + text(entry, "by");
            case ROLLBACK_NOT_APPROVED -> text(entry, "receiver") + " was never started" + because(entry);
            case ROLLBACK_CLAIMED -> text(entry, "by") + " says that the earlier version is back" + because(entry);
            case ROLLBACK_ESCALATED -> "notified people: " + text(entry, "headline") + because(entry);
            case ROLLBACK_SIGNALLED -> "rollback signal accepted by " + text(entry, "receiver");
            case ROLLBACK_SIGNAL_DELAYED ->
                text(entry, "receiver") + " did not accept the rollback signal, trying again" + because(entry);
            case ROLLBACK_CONFIRMED -> "rollback confirmed by " + text(entry, "by");
            case ROLLBACK_RECOVERED -> "recovered" + because(entry);
            case ROLLBACK_NOT_RECOVERED -> "not recovered" + because(entry);
            case DELIVERED -> "notified " + text(entry, "receiver") + " (" + text(entry, "occasion") + ")";
            case UNDELIVERED ->
                (entry.data().getBoolean("signal", false) ? "gave up the rollback signal to " : "could not notify ")
                        + text(entry, "receiver")
                        + said(entry)
                        + because(entry);
            case SILENCED ->
                "did not notify " + text(entry, "receiver") + said(entry) + ", silenced until " + text(entry, "until")
                        + " by " + text(entry, "by") + because(entry);
            case ENDED -> "ended as " + text(entry, "phase") + because(entry);
        };
    }

    private static String said(JournalEntry entry) {
        String said = text(entry, "said");
        return said.isEmpty() ? "" : " (" + said + ')';
    }

    private static String samples(String number) {
        return number + (number.equals("1") ? " sample" : " samples");
    }

    private static String past(JournalEntry entry) {
        return text(entry, "part").equals("baseline") ? "went live" : "was announced";
    }

    private static String unread(JournalEntry entry) {
        String failures = entry.data().getString("failures", "");
        return failures.isEmpty() ? "" : "; some could not be read: " + failures;
    }

    private static String window(JournalEntry entry) {
        JsonObject window = entry.data().getJsonObject("window", new JsonObject());
        String reason = window.getString("reason", "");
        return "window " + window.getString("name", "") + " ended: " + window.getString("verdict", "")
                + (reason.isEmpty() ? "" : ", " + reason);
    }

    private static String decision(JournalEntry entry) {
        String check = text(entry, "check");
        if (check.equals(CheckId.MANUAL)) {
            return "ordered by a person";
        }
        return (entry.data().getBoolean("signals", true) ? "decided" : "advised") + " by " + check;
    }

    private static String gap(JournalEntry entry) {
        return " from " + text(entry, "from") + " to " + text(entry, "to") + lasting(entry);
    }

    private static String lasting(JournalEntry entry) {
        try {
            Duration lost = Duration.between(Instant.parse(text(entry, "from")), Instant.parse(text(entry, "to")));
            return " (" + Durations.write(lost) + ")";
        } catch (DateTimeParseException notInstants) {
            return "";
        }
    }

    private static String because(JournalEntry entry) {
        String reason = text(entry, "reason");
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String note(JournalEntry entry) {
        String note = text(entry, "note");
        return note.isEmpty() ? "" : ": " + note;
    }

    private static String text(JournalEntry entry, String key) {
        return ReportModel.text(entry, key);
    }
}
