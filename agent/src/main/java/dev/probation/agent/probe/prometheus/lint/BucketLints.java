package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.prometheus.query.BucketBound;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a histogram's buckets fit what is asked of them. */
final class BucketLints {

    /** More than this above the last finite bound, and a quantile is soon no more than that bound. */
    private static final double CLIPPED = 0.01;

    private BucketLints() {}

    private static boolean canCompare(LintFacts facts) {
        return facts.limit().isPresent()
                && facts.histogram().map(h -> !h.bounds().isEmpty()).orElse(false);
    }

    static Optional<String> limitOutside(LintFacts facts) {
        if (!canCompare(facts) || UnitLint.look(facts).isPresent()) {
            return Optional.empty();
        }
        List<Double> bounds = facts.histogram().orElseThrow().bounds();
        double first = bounds.get(0);
        double last = bounds.get(bounds.size() - 1);
        double limit = facts.limitInUnit();
        if (limit > last && !BucketBound.isSame(limit, last)) {
            return Optional.of("the limit " + facts.limit().orElseThrow() + " is above the last bucket, which ends at "
                    + facts.write(last) + ", so the quantile can never exceed it, and what is slower cannot be counted;"
                    + " add buckets around the limit");
        }
        return limit < first && !BucketBound.isSame(limit, first)
                ? Optional.of("the limit " + facts.limit().orElseThrow()
                        + " is below the first bucket, which ends at " + facts.write(first)
                        + ", so the histogram cannot tell what is near it; add buckets around the limit")
                : Optional.empty();
    }

    static Optional<String> limitBetween(LintFacts facts) {
        if (!canCompare(facts)) {
            return Optional.empty();
        }
        List<Double> bounds = facts.histogram().orElseThrow().bounds();
        double limit = facts.limitInUnit();
        Optional<Double> below = bounds.stream().filter(bound -> bound < limit).max(Double::compare);
        Optional<Double> above = bounds.stream().filter(bound -> bound > limit).min(Double::compare);
        boolean exact = bounds.stream().anyMatch(bound -> BucketBound.isSame(bound, limit));
        if (exact || below.isEmpty() || above.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("no bucket ends at the limit " + facts.limit().orElseThrow() + ": the nearest end at "
                + facts.write(below.orElseThrow()) + " and " + facts.write(above.orElseThrow())
                + ", so what is counted is only what is beyond the latter; add a bucket at the limit, or move the limit"
                + " to one of these");
    }

    static Optional<String> clippedTop(LintFacts facts) {
        return facts.histogram().filter(h -> !h.bounds().isEmpty()).flatMap(histogram -> {
            double allowed = Math.min(CLIPPED, (1 - histogram.quantile()) / 2);
            return histogram.clipped() > allowed ? Optional.of(clipped(facts, histogram)) : Optional.empty();
        });
    }

    private static String clipped(LintFacts facts, HistogramFacts histogram) {
        double last = histogram.bounds().get(histogram.bounds().size() - 1);
        return String.format(
                Locale.ROOT,
                "%.2g%% of %d observations in %s are above the last bucket, which ends at %s, and how far is not known;"
                        + " add buckets above it",
                100 * histogram.clipped(),
                Math.round(histogram.total()),
                HistogramFacts.SPAN,
                facts.limit().isPresent() ? facts.write(last) : String.valueOf(last));
    }

    static Optional<String> layouts(LintFacts facts) {
        return facts.histogram().flatMap(histogram -> {
            double all = histogram.series().getOrDefault(Double.POSITIVE_INFINITY, 0.0);
            List<Double> lacking = histogram.bounds().stream()
                    .filter(bound -> histogram.series().getOrDefault(bound, 0.0) < all)
                    .toList();
            return lacking.isEmpty()
                    ? Optional.empty()
                    : Optional.of("not all of the " + Math.round(all) + " histograms have the same buckets: "
                            + lacking.size() + " bounds, such as " + lacking.get(0)
                            + ", are missing in some, so a quantile over all of them is wrong; give all"
                            + " replicas the same buckets");
        });
    }
}
