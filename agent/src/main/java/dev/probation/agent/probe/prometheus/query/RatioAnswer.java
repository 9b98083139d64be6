package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.rules.check.ShareText;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one ratio, with the counts behind it, of the parts that {@link PromQl#ratio} asks for. */
public final class RatioAnswer {

    /** Increases are extrapolated: less than half an event is none. */
    private static final double HALF = 0.5;

    /** Besides those on labels. */
    private static final int PARTS = 6;

    private RatioAnswer() {}

    public static Outcome of(List<Series> series, PrometheusCheck.Question.Ratio ratio, Duration over) {
        Map<Object, Double> parts = series.stream()
                .filter(one -> one.labels().containsKey(PromQl.PART))
                .collect(Collectors.toMap(one -> one.labels().get(PromQl.PART), Series::value, (a, b) -> Double.NaN));
        List<String> labels = ratio.distinguishing();
        int wanted = PARTS + labels.size();
        if (parts.size() != wanted || parts.values().stream().anyMatch(value -> !Double.isFinite(value))) {
            return new Failed(
                    Cause.BAD_BODY, "expected the " + wanted + " parts of a ratio, but found " + parts.keySet());
        }
        if (part(parts, PromQl.SERIES) == 0) {
            return new NoData("no series matches " + ratio.total());
        }
        for (int i = 0; i < labels.size(); i++) {
            if (part(parts, PromQl.LABELLED + i) == 0) {
                return new NoData("no series of " + ratio.total() + " has the label " + labels.get(i) + ", by which "
                        + ratio.bad() + " tells bad events from others");
            }
        }
        double total = part(parts, PromQl.TOTAL);
        if (total < HALF) {
            // just after the deployment the span is cut short, and says nothing of how it was chosen
            return part(parts, PromQl.SAMPLED) == 0 && over.equals(ratio.over())
                    ? new NoData(unsampled(ratio.total(), over))
                    : NoData.idle("no traffic in " + Durations.write(over));
        }
        double bad = Math.min(part(parts, PromQl.BAD), total);
        Counts counts = counts(part(parts, PromQl.BAD_SINCE_DEPLOYMENT), part(parts, PromQl.TOTAL_SINCE_DEPLOYMENT));
        String detail = ShareText.counts(Math.round(bad), Math.round(total)) + " in " + Durations.write(over);
        return new Measured(bad / total, Optional.of(counts), detail);
    }

    private static String unsampled(Selector total, Duration over) {
        return "no series of " + total + " has two samples in " + Durations.write(over)
                + ", so there is no increase to see: its targets are not scraped, or less often than every "
                + Durations.write(over.dividedBy(2)) + "; then set a longer over";
    }

    private static double part(Map<Object, Double> parts, String name) {
        return Math.max(0, parts.getOrDefault(name, 0.0));
    }

    private static Counts counts(double bad, double total) {
        long all = Math.round(total);
        return new Counts(Math.min(Math.round(bad), all), all);
    }
}
