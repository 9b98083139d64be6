package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether what is judged is the service's, and its users'. */
final class TrafficLints {

    /** A smaller share hardly moves a quantile or a share of errors. */
    private static final double DILUTED = 0.05;

    private TrafficLints() {}

    static Optional<String> severalJobs(LintFacts facts) {
        Optional<TrafficFacts> traffic =
                facts.traffic().filter(found -> found.series().size() > 1);
        return facts.judged()
                .filter(selector -> !selector.asks("job"))
                .flatMap(selector -> traffic.map(found -> selector
                        + " selects series of " + found.series().size() + " jobs ("
                        + String.join(", ", found.series().keySet())
                        + "), so another application's requests are judged, too; name the job, for the whole service by"
                        + " labels: { job: ... }"));
    }

    static Optional<String> dilutedByProbes(LintFacts facts) {
        return facts.traffic()
                .filter(found -> found.events() > 0)
                .flatMap(found -> found.probes().entrySet().stream()
                        .max(Comparator.comparingDouble(Map.Entry::getValue))
                        .filter(most -> most.getValue() >= DILUTED * found.events())
                        .map(most -> String.format(
                                Locale.ROOT,
                                "%.0f%% of what was counted in the last hour are requests for health or metrics, by the label %s,"
                                        + " which are no users'; leave them out by the matcher %s!~\"%s\"",
                                100 * Math.min(1, most.getValue() / found.events()),
                                most.getKey(),
                                most.getKey(),
                                TrafficFacts.PROBED)));
    }

    static Optional<String> missingLabel(LintFacts facts) {
        return facts.traffic()
                .filter(found -> !found.labels().isEmpty())
                .flatMap(found -> found.labelled().entrySet().stream()
                        .filter(label -> label.getValue() == 0)
                        .findFirst()
                        .map(label ->
                                "no series of " + facts.judged().orElseThrow() + " has the label " + label.getKey()
                                        + ", by which bad tells bad events from others, so there is no data; they have "
                                        + String.join(", ", found.labels())));
    }

    /** What a wrong name and a service without errors look like alike. */
    static Optional<String> noBadSeries(LintFacts facts) {
        return facts.check().question() instanceof Question.Ratio ratio
                        && !ratio.bad().metric().equals(ratio.total().metric())
                        && facts.traffic().filter(found -> found.bad() == 0).isPresent()
                ? Optional.of("no series matches " + ratio.bad()
                        + " yet, which counts as no bad events; make sure that this is its name")
                : Optional.empty();
    }
}
