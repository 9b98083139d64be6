package dev.probation.agent.probe.http;

import com.google.re2j.Pattern;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.AccessFields;
import dev.probation.agent.config.field.HeaderNames;
import dev.probation.agent.config.field.JsonPathType;
import dev.probation.agent.config.field.RequestPathType;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.http.HttpCheck.Redirects;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Dimension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applications that answer over HTTP. */
public final class HttpKind implements ProbeKind {

    private static final Field<URI> BASE =
            Field.required("http", Address.web("http://backend:8000"), "The base URL of an application.");
    private static final ObjectSchema<HttpTarget> TARGET = ObjectSchema.of(AccessFields.with(BASE), HttpKind::target);

    private static final Field<String> PATH =
            Field.written("path", RequestPathType.create(), "/", "The request's path, below the target's base URL.");
    private static final Field<String> METHOD = Field.written(
            "method",
            Types.choice(List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"), method -> method),
            "GET",
            "The request's method.");
    private static final Field<List<Integer>> STATUS = Field.defaulting(
            "status", Types.listOf(Types.integer(100, 599)), List.of(), "Accepted status codes. Default: any 2xx.");
    private static final Field<Map<String, String>> JSON = Field.defaulting(
            "json",
            Types.mapOfAny(Types.text()),
            Map.of(),
            "A map from JSON paths to what each must be: a text, a number, `true`, `false` or `exists`.");
    private static final Field<Map<String, String>> HEADERS = Field.defaulting(
            "headers", Types.mapOfAny(Types.text()), Map.of(), "Response headers and the values they must have.");
    private static final Field<Optional<String>> CONTAINS =
            Field.optional("contains", Types.text(), "A text that the body must contain.");
    private static final Field<Optional<Pattern>> MATCHES = Field.optional(
            "matches", Types.pattern(), "A regular expression (RE2) that the body must match somewhere.");
    private static final Field<Redirects> FOLLOW_REDIRECTS = Field.written(
            "follow-redirects",
            Types.flagOr("any", HttpKind::redirects),
            "false",
            "Follow a 3xx response: `true` to the same host alone, `any` to other hosts, too.");
    private static final Field<Boolean> FRESH_CONNECTION =
            Field.written("fresh-connection", Types.flag(), "false", "Open a new connection for each request.");

    private static Redirects redirects(String word) {
        return switch (word) {
            case "true" -> Redirects.SAME_HOST;
            case "any" -> Redirects.ANY;
            default -> Redirects.NONE;
        };
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public ObjectSchema<HttpTarget> target() {
        return TARGET;
    }

    private static @Nullable HttpTarget target(Values values) {
        @Nullable Access access = AccessFields.read(values);
        return access == null ? null : new HttpTarget(values.get(BASE), access);
    }

    @Override
    public List<Field<?>> check() {
        return List.of(PATH, METHOD, STATUS, JSON, HEADERS, CONTAINS, MATCHES, FOLLOW_REDIRECTS, FRESH_CONNECTION);
    }

    @Override
    public @Nullable MeasureSpec measured(Values check) {
        boolean named =
                HeaderNames.areValid(check.cursor(HEADERS), check.get(HEADERS).keySet());
        if (!hasJsonPaths(check) || !named) {
            return null;
        }
        HttpCheck settings = new HttpCheck(
                check.get(METHOD),
                check.get(PATH),
                new HashSet<>(check.get(STATUS)),
                check.get(JSON),
                check.get(HEADERS),
                check.get(CONTAINS),
                check.get(MATCHES),
                check.get(FOLLOW_REDIRECTS),
                check.get(FRESH_CONNECTION));
        return new MeasureSpec("the response time", List.of(Dimension.TIME), true, (dimension, expect) -> settings);
    }

    @Override
    public boolean acceptsAnyCertificate(Target target) {
        return ((HttpTarget) target.settings()).access().insecureSkipVerify();
    }

    @Override
    public TargetClient connect(Target target, ProbeContext context) {
        HttpTarget settings = (HttpTarget) target.settings();
        return new Client(new HttpCalls(settings.base(), settings.access(), context), context.vertx());
    }

    private static boolean hasJsonPaths(Values check) {
        Set<String> wrong = new HashSet<>(check.get(JSON).keySet());
        wrong.removeIf(path -> JsonPathType.parse(path).isPresent());
        wrong.stream()
                .sorted()
                .forEach(path -> check.cursor(JSON)
                        .report(
                                "expected JSON paths such as $.status as keys, without =~ and with .. at most twice, found "
                                        + check.cursor(JSON).shown(path)));
        return wrong.isEmpty();
    }

    private record Client(HttpCalls calls, Vertx vertx) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            return new HttpProbe(vertx, calls, (HttpCheck) check.probe(), check.timeout());
        }

        @Override
        public Future<Void> close() {
            return calls.close();
        }
    }
}
