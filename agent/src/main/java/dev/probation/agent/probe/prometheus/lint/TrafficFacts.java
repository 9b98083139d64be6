package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.prometheus.query.PromQl;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QuantileAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.agent.probe.prometheus.query.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whose traffic is judged.
 *
 * @param series how many there are of each job
 * @param events of the last hour
 * @param probes of these, how many are requests for health or metrics, by the label that says so
 * @param bad how many series of bad events there are
 * @param labelled how many of the series have each label that tells bad events from others
 * @param labels that one of the series has
 */
record TrafficFacts(
        Map<String, Double> series,
        double events,
        Map<String, Double> probes,
        double bad,
        Map<String, Double> labelled,
        List<String> labels) {

    /** Where libraries put the path of a request. */
    private static final List<String> PATHS =
            List.of("path", "uri", "url", "route", "handler", "endpoint", "http_route", "http_target", "url_path");

    /** Paths that no user asks for, as a regular expression of PromQL, which is anchored. */
    static final String PROBED =
            "(.*/)?(healthz?|healthcheck|livez?|liveness|readyz?|readiness|ping|metrics|actuator)(/.*)?";

    private static final String JOBS = "jobs";
    private static final String PROBES = "probes_";
    private static final String BAD = "bad";
    private static final String LABELLED = "labelled_";
    private static final String ONE = "one";

    TrafficFacts {
        labels = List.copyOf(labels);
    }

    /** @param judged the counter of all events */
    static String query(Question question, Selector judged) {
        List<String> parts = new ArrayList<>(List.of(
                PromQl.part(JOBS, "count by (job) (" + judged + ')'),
                PromQl.part(PromQl.TOTAL, events(judged)),
                PromQl.part(ONE, "topk(1, " + judged + ')')));
        PATHS.forEach(path -> parts.add(PromQl.part(PROBES + path, events(judged.with(path, "=~\"" + PROBED + '"')))));
        if (question instanceof Question.Ratio ratio) {
            parts.add(PromQl.part(BAD, PromQl.number(ratio.bad())));
        }
        distinguishing(question)
                .forEach(
                        label -> parts.add(PromQl.part(LABELLED + label, PromQl.number(judged.with(label, "!=\"\"")))));
        return String.join(" or ", parts);
    }

    private static String events(Selector selector) {
        return "sum(increase(" + selector + "[1h]))";
    }

    private static List<String> distinguishing(Question question) {
        return question instanceof Question.Ratio ratio ? ratio.distinguishing() : List.of();
    }

    static TrafficFacts of(Question question, List<Series> answer) {
        Map<String, Double> jobs = QuantileAnswer.part(answer, JOBS).stream()
                .collect(Collectors.toMap(
                        one -> String.valueOf(one.labels().getOrDefault("job", "")),
                        Series::value,
                        Double::sum,
                        TreeMap::new));
        Map<String, Double> probes = new TreeMap<>();
        PATHS.forEach(path -> probes.put(path, sum(answer, PROBES + path)));
        List<String> labels = QuantileAnswer.part(answer, ONE).stream()
                .flatMap(one -> one.labels().keySet().stream())
                .filter(label -> !label.startsWith("__") && !label.equals(PromQl.PART))
                .sorted()
                .toList();
        Map<String, Double> labelled = new TreeMap<>();
        distinguishing(question).forEach(label -> labelled.put(label, sum(answer, LABELLED + label)));
        return new TrafficFacts(jobs, sum(answer, PromQl.TOTAL), probes, sum(answer, BAD), labelled, labels);
    }

    private static double sum(List<Series> answer, String part) {
        return QuantileAnswer.part(answer, part).stream()
                .mapToDouble(Series::value)
                .filter(Double::isFinite)
                .sum();
    }
}
