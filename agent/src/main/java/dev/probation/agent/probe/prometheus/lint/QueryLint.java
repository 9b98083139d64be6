package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people get wrong in questions to a Prometheus: the table of lints, each with its stable name. */
public final class QueryLint {

    /** A sentence where there is something to say. */
    private record Line(String name, Function<LintFacts, Optional<String>> look) {}

    private static final List<Line> LINES = List.of(
            new Line("several-series", QuestionLints::severalSeries),
            new Line("short-range", QuestionLints::shortRange),
            new Line("seconds-milliseconds", UnitLint::look),
            new Line("limit-outside-buckets", BucketLints::limitOutside),
            new Line("limit-between-buckets", BucketLints::limitBetween),
            new Line("clipped-top-bucket", BucketLints::clippedTop),
            new Line("bucket-layouts", BucketLints::layouts),
            new Line("missing-label", TrafficLints::missingLabel),
            new Line("several-jobs", TrafficLints::severalJobs),
            new Line("diluted-by-probes", TrafficLints::dilutedByProbes));

    /** What is only good to know. */
    private static final List<Line> NOTES = List.of(
            new Line("no-bad-series", TrafficLints::noBadSeries), new Line("counted-form", QuestionLints::countedForm));

    private QueryLint() {}

    /** What the target's answers give away. */
    static List<LintFinding> all(LintFacts facts) {
        return Stream.concat(found(LINES, facts, LintFinding::warning), found(NOTES, facts, LintFinding::note))
                .toList();
    }

    private static Stream<LintFinding> found(
            List<Line> lines, LintFacts facts, BiFunction<String, String, LintFinding> finding) {
        return lines.stream()
                .flatMap(line ->
                        line.look().apply(facts).map(sentence -> finding.apply(line.name(), sentence)).stream());
    }

    /** What the text of the question alone gives away, without asking anybody. */
    public static List<LintFinding> ofText(PrometheusCheck check) {
        return check.question() instanceof Question.Raw raw ? QuestionLints.ofText(raw.query()) : List.of();
    }

    /** What the check's own fields give away: a span that keeps one short burst in view for as long as fails the check. */
    public static List<String> hints(PrometheusCheck check, @Nullable Duration lasting) {
        Duration over = check.question().over();
        if (check.question() instanceof Question.Raw || lasting == null || over.compareTo(lasting) < 0) {
            return List.of();
        }
        return List.of("over " + Durations.write(over) + " is not shorter than for " + Durations.write(lasting)
                + ", so one short burst stays in view for long enough to fail");
    }
}
