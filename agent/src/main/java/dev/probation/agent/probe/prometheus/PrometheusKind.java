package dev.probation.agent.probe.prometheus;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.AccessFields;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.http.HttpCalls;
import dev.probation.agent.probe.prometheus.lint.QueryLint;
import dev.probation.agent.probe.prometheus.lint.QueryLinter;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Unit;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prometheus, and whatever speaks its query API. */
public final class PrometheusKind implements ProbeKind {

    private static final Field<URI> BASE = Field.required(
            "prometheus",
            Address.web("http://prometheus:9090"),
            "The base URL of a Prometheus, or of a server with the same API.");
    private static final Field<Boolean> GET =
            Field.written("get", Types.flag(), "false", "Ask with GET, for proxies that refuse POST.");
    private static final ObjectSchema<PrometheusTarget> TARGET =
            ObjectSchema.of(AccessFields.with(BASE, GET), PrometheusKind::target);

    private static final Field<Boolean> ACCEPT_WARNINGS = Field.written(
            "accept-warnings", Types.flag(), "false", "Accept an answer with warnings, which may be partial.");

    @Override
    public String name() {
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
        return Stream.concat(QuestionReader.FIELDS.stream(), Stream.of(ACCEPT_WARNINGS))
                .toList();
    }

    @Override
    public List<Set<String>> alternatives() {
        return List.of(
                Set.of("query", "unit", "reduce"),
                Set.of("histogram", "quantile", "labels", "over", "unit"),
                Set.of("bad", "total", "labels", "over"));
    }

    @Override
    public @Nullable MeasureSpec measured(Values check) {
        Optional<Question> question = new QuestionReader(check).read();
        return question.map(asked -> measured(asked, check)).orElse(null);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public boolean acceptsAnyCertificate(Target target) {
        return ((PrometheusTarget) target.settings()).access().insecureSkipVerify();
    }

    @Override
    public List<String> hints(CheckConfig check) {
        return QueryLint.hints(
                (PrometheusCheck) check.probe(),
                check.rule().sustain().lasting().orElse(null));
    }

    @Override
    public List<LintFinding> lint(CheckConfig check) {
        return QueryLint.ofText((PrometheusCheck) check.probe());
    }

    @Override
    public TargetClient connect(Target target, ProbeContext context) {
        PrometheusTarget settings = (PrometheusTarget) target.settings();
        HttpCalls calls = new HttpCalls(settings.base(), settings.access(), context);
        return new Client(new QueryApi(calls, settings.get(), context.time()), calls, context.time());
    }

    private static MeasureSpec measured(Question question, Values check) {
        Unit unit = QuestionReader.unit(question, check.get(QuestionReader.UNIT).orElse(null));
        return new MeasureSpec(
                words(question),
                dimensions(question, unit),
                false,
                (dimension, expect) -> new PrometheusCheck(
                        expecting(question, expect),
                        unit,
                        check.get(QuestionReader.REDUCE),
                        check.get(ACCEPT_WARNINGS)),
                Optional.empty(),
                unit == Unit.NONE && !(question instanceof Question.Ratio));
    }

    /** A quantile that is to stay below a limit counts what is above it. */
    private static Question expecting(Question question, @Nullable Expectation expect) {
        if (expect != null && question instanceof Question.Raw raw) {
            return raw.expecting(expect);
        }
        return expect != null && question instanceof Question.Quantile quantile
                ? expect.upperLimit().<Question>map(quantile::counting).orElse(question)
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

    private record Client(QueryApi api, HttpCalls calls, Time time) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            return new PrometheusProbe(api, (PrometheusCheck) check.probe(), check.timeout(), time);
        }

        @Override
        public Future<List<LintFinding>> lint(CheckConfig check) {
            return QueryLinter.lint(api, check);
        }

        @Override
        public Future<Void> close() {
            return calls.close();
        }
    }
}
