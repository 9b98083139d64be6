package dev.probation.agent.cli.command;

import dev.probation.rules.sample.CheckId;
import io.vertx.core.json.JsonObject;

/** A rollback as an agent shows it; what the answer lacks reads as empty. */
public record RollbackAnswer(JsonObject json) {

    private static final String ORDERED = "ordered";

    /** What was done about it first: {@code advised}, {@code decided}, or {@code ordered} by a person. */
    public String decision() {
        if (isByAPerson()) {
            return ORDERED;
        }
        return stage().equals("advised") || json.getString("advisedAt") != null ? "advised" : "decided";
    }

    public String reason() {
        return json.getString("reason", "");
    }

    private boolean isByAPerson() {
        return json.getString("check", "").equals(CheckId.MANUAL);
    }

    private String stage() {
        return json.getString("stage", "");
    }

    /** {@code rollback signalled, decided at 2026-01-31T10:07:30Z by p95: 612 ms}. */
    String sentence() {
        String decision = decision();
        boolean carriedOutLater = stage().equals("decided") && !decision.equals("decided");
        String stage = carriedOutLater ? ORDERED : stage().replace('-', ' ');
        return "rollback " + stage + (stage.equals(decision) ? "" : ", " + decision) + " at "
                + json.getString("decidedAt", "") + " by "
                + (isByAPerson() ? "a person" : json.getString("check", "")) + ": " + reason();
    }
}
