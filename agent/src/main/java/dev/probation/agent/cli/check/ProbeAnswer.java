package dev.probation.agent.cli.check;

import dev.probation.agent.config.CheckConfig;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What asking once gave, held against the check's expectation.
 *
 * @param asked not so where the target tells a running agent by itself, and nothing can be known here
 */
record ProbeAnswer(String service, CheckConfig check, Outcome outcome, boolean asked) {

    /** {@code ok}, {@code warn}, {@code bad}, {@code no-data}, {@code error} or {@code not-asked}. */
    String state() {
        if (!asked) {
            return "not-asked";
        }
        if (outcome instanceof Outcome.Measured measured) {
            return state(measured.value());
        }
        return outcome instanceof Outcome.NoData ? "no-data" : "error";
    }

    private String state(double value) {
        if (!check.rule().expect().map(e -> e.holds(value)).orElse(true)) {
            return "bad";
        }
        return check.rule().warn().map(e -> e.holds(value)).orElse(true) ? "ok" : "warn";
    }

    /** Whether nothing speaks against it. */
    boolean isGood() {
        return !asked || state().equals("ok") || state().equals("warn");
    }

    /** Whether the agent could not ask, which says nothing of the target and does not mend by itself. */
    boolean isOwnFault() {
        return asked
                && outcome instanceof Outcome.Failed failed
                && failed.cause().isOfAgent();
    }

    /** In the expectation's unit, else in one of its size; empty where nothing was measured. */
    String value() {
        if (outcome instanceof Outcome.Measured measured) {
            return check.rule()
                    .write(measured.value())
                    .or(() -> check.rule().dimension().map(dimension -> Quantity.natural(measured.value(), dimension)))
                    .orElseGet(() -> String.format(Locale.ROOT, "%.4g", measured.value()));
        }
        return "";
    }

    String expected() {
        return state().equals("warn")
                ? check.rule().warn().map(softer -> softer + " (warn)").orElse("")
                : check.rule().expected().orElse("");
    }

    String detail() {
        if (outcome instanceof Outcome.Measured measured) {
            return measured.detail();
        }
        if (outcome instanceof Outcome.NoData noData) {
            return noData.detail();
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        // the detail says what went wrong, also that a connection was refused
        return failed.detail().isEmpty() ? failed.cause().label() : failed.detail();
    }

    JsonObject json() {
        return new JsonObject()
                .put("service", service)
                .put("check", check.rule().id().value())
                .put("target", check.target().name())
                .put("state", state())
                .put("value", outcome instanceof Outcome.Measured measured ? measured.value() : null)
                .put("expected", expected())
                .put("detail", detail());
    }
}
