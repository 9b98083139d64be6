package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.Table;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.evidence.comparison.Comparison;
import dev.probation.rules.evidence.comparison.ComparisonEstimate;
import dev.probation.rules.evidence.comparison.ComparisonRule;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison as it is printed. */
final class CompareAnswer {

    private CompareAnswer() {}

    /** What could not be estimated is null. */
    static JsonObject json(Comparison comparison, ComparisonRule rule) {
        @Nullable ComparisonEstimate estimate = comparison.estimate().orElse(null);
        return new JsonObject()
                .put("result", comparison.result().label())
                .put("difference", estimate == null ? null : estimate.difference())
                .put("low", estimate == null ? null : estimate.low())
                .put("high", estimate == null ? null : estimate.high())
                .put("effect", estimate == null ? null : estimate.effect())
                .put("meanDifference", estimate == null ? null : estimate.meanDifference())
                .put("pValue", estimate == null ? null : estimate.pValue())
                .put("limit", estimate == null ? null : estimate.limit())
                .put("direction", rule.direction().name().toLowerCase(Locale.ROOT))
                .put("tolerance", rule.tolerance())
                .put("confidence", rule.confidence())
                .put(
                        "baseline",
                        sample(
                                comparison.baseline(),
                                comparison.baselineNaN(),
                                estimate == null ? null : estimate.baselineMedian()))
                .put(
                        "current",
                        sample(
                                comparison.current(),
                                comparison.currentNaN(),
                                estimate == null ? null : estimate.currentMedian()))
                .put("reason", comparison.reason());
    }

    private static JsonObject sample(int samples, int missing, @Nullable Double median) {
        return new JsonObject().put("samples", samples).put("nan", missing).put("median", median);
    }

    static void print(PrintWriter out, Comparison comparison) {
        Table table =
                new Table("RESULT", "DIFFERENCE", "LOW", "HIGH", "EFFECT", "P", "BASELINE SAMPLES", "CURRENT SAMPLES");
        String baseline = String.valueOf(comparison.baseline());
        String current = String.valueOf(comparison.current());
        String result = comparison.result().label();
        comparison
                .estimate()
                .ifPresentOrElse(
                        found -> table.row(
                                result,
                                text(found.difference()),
                                text(found.low()),
                                text(found.high()),
                                text(found.effect()),
                                text(found.pValue()),
                                baseline,
                                current),
                        () -> table.row(result, "", "", "", "", "", baseline, current));
        table.print(out);
        out.println(Sanitizer.TERMINAL.line(comparison.reason()));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
