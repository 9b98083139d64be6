package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QueryText;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a question itself. */
final class QuestionLints {

    /** A rate needs two samples; with four a scrape may be late or fail. */
    private static final int LEAST_SCRAPES = 4;

    private QuestionLints() {}

    static Optional<String> severalSeries(LintFacts facts) {
        int series = facts.result().size();
        if (series < 2 || facts.check().reduce().isPresent()) {
            return Optional.empty();
        }
        return Optional.of("the query gives " + series + " series, such as "
                + facts.result().get(0).labels()
                + ", where one is expected; aggregate it (max, sum), or set reduce to max, min, sum or avg");
    }

    static Optional<String> shortRange(LintFacts facts) {
        Optional<Duration> shortest = spans(facts.check().question()).stream().min(Duration::compareTo);
        if (shortest.isEmpty() || facts.interval().isEmpty()) {
            return Optional.empty();
        }
        Duration needed = facts.interval().orElseThrow().multipliedBy(LEAST_SCRAPES);
        return shortest.filter(span -> span.compareTo(needed) < 0)
                .map(span -> "a rate over " + Durations.write(span) + " spans fewer than " + LEAST_SCRAPES
                        + " samples, which come every "
                        + Durations.write(facts.interval().orElseThrow())
                        + ", so one late scrape leaves a gap; take at least " + Durations.write(needed));
    }

    private static List<Duration> spans(Question question) {
        if (question instanceof Question.Ratio ratio) {
            return List.of(ratio.over());
        }
        return question instanceof Question.Quantile quantile
                ? List.of(quantile.over())
                : new QueryText(((Question.Raw) question).query()).rateSpans();
    }

    /** Samples of a plain query are all the evidence that there is; counts of events are far more. */
    static Optional<String> countedForm(LintFacts facts) {
        return facts.check().question() instanceof Question.Raw raw && raw.beyond() > 0
                ? new QueryText(raw.query())
                        .countedForm()
                        .map(form -> "the same can be asked by what it counts, " + form
                                + "; then it is judged by all its events, not by single samples")
                : Optional.empty();
    }

    static List<LintFinding> ofText(String query) {
        List<LintFinding> findings = new ArrayList<>();
        QueryText text = new QueryText(query);
        if (text.lacksLe()) {
            findings.add(LintFinding.warning(
                    "quantile-without-le",
                    "histogram_quantile over _bucket series wants sum by (le), or each instance gives a quantile of its"
                            + " own"));
        }
        if (text.isUnguardedRatio()) {
            findings.add(LintFinding.warning(
                    "unguarded-ratio",
                    "a rate is divided by a rate that is 0 without traffic, and gives nothing at all without a bad event;"
                            + " write (bad or vector(0)) / (total > 0), or use bad and total, for which the agent writes"
                            + " the PromQL"));
        }
        return findings;
    }
}
