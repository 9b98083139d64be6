package dev.probation.agent.probe.prometheus;

import dev.probation.agent.config.Access;
import dev.probation.agent.config.Address;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.section.AccessFields;
import dev.probation.agent.config.section.ProbeFields;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Reducer;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Unit;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How targets and checks of the kind {@code prometheus} are written. */
public final class PrometheusFields implements ProbeFields {

    private static final Pattern SELECTOR =
            Pattern.compile("\\s*[A-Za-z_:][A-Za-z0-9_:]*\\s*(\\{.*})?\\s*", Pattern.DOTALL);

    private static final Field<URI> BASE = Field.required(
            "prometheus",
            Address.web("http://prometheus:9090"),
            "The base URL of a Prometheus, or what speaks its API.");
    private static final Field<Boolean> GET =
            Field.written("get", Types.flag(), "false", "Ask with GET, for proxies that refuse POST.");
    private static final ObjectSchema<PrometheusTarget> TARGET =
            ObjectSchema.of(AccessFields.with(BASE, GET), PrometheusFields::target);

    static final Field<Optional<String>> QUERY =
            Field.optional("query", Types.text(), "Any PromQL that gives one number.");
    static final Field<Optional<String>> HISTOGRAM = Field.optional(
            "histogram",
            selector("a histogram's name without _bucket, such as http_request_duration_seconds"),
            "A classic histogram, without _bucket; the agent writes the PromQL.");
    static final Field<Optional<Double>> QUANTILE =
            Field.optional("quantile", Types.fraction(), "Which quantile of the histogram: 0.95.");
    static final Field<Optional<String>> BAD = Field.optional(
            "bad",
            selector("a counter, such as http_requests_total{status=~\"5..\"}, whose rate the agent takes itself"),
            "The counter of bad events; the agent writes the PromQL.");
    static final Field<Optional<String>> TOTAL = Field.optional(
            "total",
            selector("a counter, such as http_requests_total, whose rate the agent takes itself"),
            "The counter of all events.");
    static final Field<Duration> OVER = Field.written(
            "over",
            Types.durationFrom(Duration.ofSeconds(1)),
            "1m",
            "The span that a quantile or a share of bad events is taken over.");
    static final Field<Optional<Unit>> UNIT = Field.optional(
            "unit",
            Types.unit(),
            "What the number is in; a histogram's comes from its name (_seconds, _bytes) where not given.");
    static final Field<Optional<Reducer>> REDUCE =
            Field.optional("reduce", Types.choice(Reducer.class), "How several series of a query become one number.");
    private static final Field<Boolean> ACCEPT_WARNINGS = Field.written(
            "accept-warnings", Types.flag(), "false", "Take an answer that came with warnings, which may be partial.");

    private static Type<String> selector(String expected) {
        return Types.text(
                expected,
                text -> Optional.of(text.strip())
                        .filter(s -> SELECTOR.matcher(s).matches()));
    }

    @Override
    public String kind() {
        return "prometheus";
    }

    @Override
    public ObjectSchema<PrometheusTarget> target() {
        return TARGET;
    }

    private static @Nullable PrometheusTarget target(Values values) {
        @Nullable Access access = AccessFields.read(values);
        return access == null ? null : new PrometheusTarget(values.get(BASE), access, values.get(GET));
    }

    @Override
    public List<Field<?>> check() {
        return List.of(QUERY, HISTOGRAM, QUANTILE, BAD, TOTAL, OVER, UNIT, REDUCE, ACCEPT_WARNINGS);
    }

    @Override
    public List<Set<String>> alternatives() {
        return List.of(
                Set.of("query", "unit", "reduce"),
                Set.of("histogram", "quantile", "over", "unit"),
                Set.of("bad", "total", "over"));
    }

    @Override
    public @Nullable MeasureSpec measured(Values check) {
        Optional<Question> question = new QuestionReader(check).read();
        return question.map(asked -> measured(asked, check)).orElse(null);
    }

    private static MeasureSpec measured(Question question, Values check) {
        Unit unit = QuestionReader.unit(question, check.get(UNIT));
        return new MeasureSpec(
                words(question),
                dimensions(question, unit),
                false,
                (dimension, expect) -> new PrometheusCheck(
                        counting(question, expect), unit, check.get(REDUCE), check.get(ACCEPT_WARNINGS)));
    }

    /** A quantile that is to stay below a limit counts what is above it. */
    private static Question counting(Question question, Optional<Expectation> expect) {
        return question instanceof Question.Quantile quantile
                ? quantile.counting(expect.flatMap(Expectation::upperLimit))
                : question;
    }

    private static List<Dimension> dimensions(Question question, Unit unit) {
        if (question instanceof Question.Ratio) {
            return List.of(Dimension.RATIO);
        }
        return question instanceof Question.Raw && unit == Unit.NONE
                ? List.of(Dimension.NUMBER, Dimension.RATIO)
                : List.of(unit.dimension());
    }

    private static String words(Question question) {
        if (question instanceof Question.Ratio) {
            return "the share of bad events";
        }
        return question instanceof Question.Quantile ? "the histogram's quantile" : "the query's number";
    }
}
