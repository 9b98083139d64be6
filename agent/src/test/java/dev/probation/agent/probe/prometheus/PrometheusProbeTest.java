package dev.probation.agent.probe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContract;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Reducer;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.probe.prometheus.query.Selector;
import dev.probation.agent.servers.Await;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // startServer, which the contract calls first
class PrometheusProbeTest extends ProbeContract {

    private static final String SUCCESS = "{\"status\":\"success\",\"data\":{\"resultType\":\"%\",\"result\":%}}";
    private static final String HEALTHY = vector("{'metric':{},'value':[1,'2']}");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = HEALTHY;
    private volatile boolean refusesPost;

    @Override
    protected ProbeKind kind() {
        return new PrometheusKind();
    }

    @Override
    protected TargetSettings target(String host, int port) {
        return new PrometheusTarget(URI.create("http://" + host + ':' + port + "/prom"), Access.PLAIN, false);
    }

    @Override
    protected String ipv6() {
        return "[::1]";
    }

    @Override
    protected ProbeSettings question() {
        return raw(Optional.empty(), false);
    }

    @Override
    protected int startServer() {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::answer);
        Await.done(server.listen());
        return server.actualPort();
    }

    @Override
    protected void stopServer() {
        Await.done(server.close());
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(form -> {
            asked.add(request.method() + " " + request.uri() + " " + form);
            boolean refused = refusesPost && request.method().equals(HttpMethod.POST);
            request.response()
                    .setStatusCode(refused ? 404 : status)
                    .putHeader("Content-Type", "text/plain")
                    .end(refused ? "<html>nginx</html>" : body);
        });
    }

    private static String vector(String... elements) {
        return result("vector", '[' + String.join(",", elements) + ']');
    }

    private static String result(String type, String result) {
        return SUCCESS.replaceFirst("%", type).replaceFirst("%", result.replace('\'', '"'));
    }

    private static PrometheusCheck raw(Optional<Reducer> reducer, boolean acceptWarnings) {
        return new PrometheusCheck(new Question.Raw("a{b=\"c d+e\"}"), Unit.MILLISECOND, reducer, acceptWarnings);
    }

    private Outcome answered(int code, String text, PrometheusCheck check) {
        status = code;
        body = text;
        try {
            return askOnce(target("127.0.0.1", server.actualPort()), check);
        } finally {
            status = 200;
            body = HEALTHY;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            a number in the unit of the query    | vector | [{'metric':{},'value':[1,'2500']}]        | MEASURED | 2.5
            a scalar                             | scalar | [1,'1e3']                                 | MEASURED | 1.0
            an empty vector                      | vector | []                                        | NO_DATA  | the result is empty
            NaN                                  | vector | [{'metric':{},'value':[1,'NaN']}]         | NO_DATA  | NaN
            +Inf                                 | vector | [{'metric':{},'value':[1,'+Inf']}]        | NO_DATA  | +Inf
            -Inf                                 | scalar | [1,'-Inf']                                | NO_DATA  | -Inf
            two series                           | vector | [{'metric':{'a':'1'},'value':[1,'1']},{'metric':{'a':'2'},'value':[1,'2']}] | REJECTED | expected one series, but found 2
            a native histogram                   | vector | [{'metric':{},'histogram':[1,{}]}]        | REJECTED | native histogram
            a range                              | matrix | []                                        | REJECTED | range
            a text                               | string | [1,'x']                                   | REJECTED | text
            a type that is not known             | stream | []                                        | BAD_BODY | JSON
            a Java number                        | vector | [{'metric':{},'value':[1,'1d']}]          | BAD_BODY | JSON
            a bare number                        | vector | [{'metric':{},'value':[1,5]}]             | BAD_BODY | JSON
            a sample without a value             | vector | [{'metric':{}}]                           | BAD_BODY | JSON
            a null result                        | vector | null                                      | BAD_BODY | JSON
            """)
    void readsTheResult(String name, String type, String result, String expected, String words) {
        Outcome outcome = answered(200, result(type, result), raw(Optional.empty(), false));

        assertThat(shape(outcome)).as("%s", outcome).isEqualTo(expected);
        String told = outcome instanceof Outcome.Measured measured ? "" + measured.value() : detailOf(outcome);
        assertThat(told).contains(words);
    }

    private static String shape(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.cause().name();
        }
        return outcome instanceof Outcome.NoData ? "NO_DATA" : "MEASURED";
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            400 | {"status":"error","errorType":"bad_data","error":"parse error"}    | REJECTED   | HTTP 400, bad_data: parse error
            422 | {"status":"error","errorType":"execution","error":"many-to-many"}  | REJECTED   | execution
            503 | {"status":"error","errorType":"timeout","error":"timed out"}       | REJECTED   | timeout
            499 | {"status":"error","errorType":"canceled","error":"gone"}           | REJECTED   | canceled
            404 | {"status":"error","errorType":"not_found","error":"no"}            | REJECTED   | not_found
            200 | {"status":"error","errorType":"internal","error":"odd"}            | REJECTED   | internal
            401 | Unauthorized                                                       | DENIED     | HTTP 401
            403 | {"status":"error"}                                                 | DENIED     | HTTP 403
            502 | <html>Bad Gateway</html>                                           | BAD_STATUS | HTTP 502
            404 | <html>not here</html>                                              | BAD_STATUS | HTTP 404
            200 | <html>log in</html>                                                | BAD_BODY   | text/plain
            200 | []                                                                 | BAD_BODY   | JSON
            200 | {"status":"success"}                                               | BAD_BODY   | JSON
            200 | {"status":"success","warnings":["partial"],"data":{"resultType":"scalar","result":[1,"1"]}} | REJECTED | partial
            200 | {"status":"success","warnings":"partial","data":{"resultType":"scalar","result":[1,"1"]}} | BAD_BODY | JSON
            200 | {"status":"success","data":{"resultType":"vector","result":[{"metric":1,"value":[1,"1"]}]}} | BAD_BODY | JSON
            """)
    void tellsWhatWentWrong(int code, String text, Cause expected, String words) {
        Outcome outcome = answered(code, text, raw(Optional.empty(), false));

        assertThat(causeOf(outcome)).isEqualTo(expected);
        assertThat(detailOf(outcome)).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"MAX, 0.003, 0.002", "MIN, 0.001, 0.001", "SUM, 0.006, NaN", "AVG, 0.002, NaN"})
    void reducesSeveralSeries(Reducer reducer, double expected, Double expectedWithGap) {
        String three = vector(
                "{'metric':{'a':'1'},'value':[1,'1']}",
                "{'metric':{'a':'2'},'value':[1,'2']}",
                "{'metric':{'a':'3'},'value':[1,'3']}");
        String withGap = three.replace("\"3\"]", "\"NaN\"]");

        Outcome outcome = answered(200, three, raw(Optional.of(reducer), false));

        assertThat(((Outcome.Measured) outcome).value()).isEqualTo(expected);
        Outcome gap = answered(200, withGap, raw(Optional.of(reducer), false));
        assertThat(gap instanceof Outcome.Measured measured ? measured.value() : Double.NaN)
                .isEqualTo(expectedWithGap);
    }

    /** Such as errors divided by no requests. */
    @ParameterizedTest(name = "{0} of {1}, expected {2}: {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            reduce, newest, expect, bad
            max, +Inf, < 5, true
            max, +Inf, <= 5, true
            sum, +Inf, < 5, true
            avg, +Inf, < 5, true
            min, -Inf, > 5, true
            min, -Inf, >= 5, true
            min, +Inf, < 5, false
            max, +Inf, > 5,
            sum, -Inf, < 5,
            max, +Inf, == 5,
            """)
    void whatIsInfiniteIsBeyondALimit(String reduce, String newest, String expect, Boolean bad) {
        Expectation expectation = Expectation.parse(expect);
        Question question = new Question.Raw("a").expecting(expectation);
        Reducer reducer = Reducer.valueOf(reduce.toUpperCase(Locale.ROOT));
        String series =
                vector("{'metric':{'a':'1'},'value':[1,'1']}", "{'metric':{'a':'2'},'value':[1,'" + newest + "']}");

        Outcome outcome = answered(200, series, new PrometheusCheck(question, Unit.NONE, Optional.of(reducer), false));

        assertThat(outcome instanceof Outcome.Measured measured ? !expectation.holds(measured.value()) : null)
                .isEqualTo(bad);
    }

    @ParameterizedTest
    @EnumSource(Reducer.class)
    void hasNoValueWhereNoSeriesHasOne(Reducer reducer) {
        String idle = vector("{'metric':{'a':'1'},'value':[1,'NaN']}", "{'metric':{'a':'2'},'value':[1,'NaN']}");

        assertThat(answered(200, idle, raw(Optional.of(reducer), false))).isInstanceOf(Outcome.NoData.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            "warnings":["PromQL info: metric might not be a counter: \\"a\\""]        | MEASURED
            "warnings":["PromQL info: a","PromQL info: b"]                            | MEASURED
            "warnings":["PromQL info: a","receive series from x: connection refused"] | REJECTED
            "warnings":["PromQL warning: bucket label \\"le\\" is missing"]            | REJECTED
            "infos":["PromQL info: a"]                                                | MEASURED
            "isPartial":false                                                         | MEASURED
            "isPartial":true                                                          | REJECTED
            """)
    void tellsARemarkFromAPartialAnswer(String said, String expected) {
        String text = HEALTHY.replace("\"data\"", said + ",\"data\"");

        assertThat(shape(answered(200, text, raw(Optional.empty(), false)))).isEqualTo(expected);
        assertThat(shape(answered(200, text, raw(Optional.empty(), true)))).isEqualTo("MEASURED");
    }

    @Test
    void anAuthorityThatCannotBeReadIsTheAgentsFault(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "");
        Access access = new Access(Optional.empty(), Optional.empty(), Map.of(), Optional.of(file), false);
        URI base = URI.create("https://localhost:" + server.actualPort());

        Outcome outcome = askOnce(new PrometheusTarget(base, access, false), question());

        assertThat(causeOf(outcome)).isEqualTo(Cause.AGENT_FAULT);
        assertThat(causeOf(askOnce(new PrometheusTarget(base, Access.PLAIN, false), question())))
                .isEqualTo(Cause.TLS);
    }

    @Test
    void takesAValueWithWarningsWhereThatIsAccepted() {
        String partial = HEALTHY.replace("\"data\"", "\"warnings\":[\"partial\"],\"data\"");

        assertThat(answered(200, partial, raw(Optional.empty(), true))).isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void warningsThatAreNullAreNone() {
        String without = HEALTHY.replace("\"data\"", "\"warnings\":null,\"data\"");

        assertThat(answered(200, without, raw(Optional.empty(), false))).isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void asksByPostAndByGetWherePostIsRefused() {
        var client = connect("127.0.0.1", server.actualPort());
        var probe = client.probe(check(Duration.ofSeconds(20)));
        asked.clear();

        refusesPost = true;
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        refusesPost = false;

        String form = "query=a%7Bb%3D%22c+d%2Be%22%7D&timeout=20s";
        assertThat(asked)
                .containsExactly(
                        "POST /prom/api/v1/query " + form,
                        "GET /prom/api/v1/query?" + form + ' ',
                        "GET /prom/api/v1/query?" + form + ' ');
        Await.done(client.close());
    }

    @Test
    void countsOfWholeHoursAreReadByOneRangeForEachPartOfTheHour() {
        List<Moment> moments = hours(3);
        String values = moments.stream()
                .map(moment -> "[" + moment.at().getEpochSecond() + ",'7']")
                .collect(Collectors.joining(","));
        String[] parts = Stream.of("bad", "total", "bad_since", "total_since", "series", "sampled")
                .map(part -> "{'metric':{'probation_part':'" + part + "'},'values':[" + values + "]}")
                .toArray(String[]::new);
        TargetClient client = connect("127.0.0.1", server.actualPort());
        PastProbe probe = (PastProbe) client.probe(check(share(), GENEROUS));
        asked.clear();
        body = result("matrix", '[' + String.join(",", parts) + ']');

        List<Outcome> outcomes = Await.result(probe.askAll(moments));
        body = HEALTHY;

        assertThat(outcomes).hasSameSizeAs(moments).allMatch(Outcome.Measured.class::isInstance);
        assertThat(asked).hasSize(12).allMatch(request -> request.contains("query_range") && request.contains("3600"));
        Await.done(client.close());
    }

    /** A moment each five minutes; what is counted begins anew each hour. */
    private static List<Moment> hours(int hours) {
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        return IntStream.range(0, hours * 12)
                .mapToObj(i ->
                        new Moment(noon.plus(Duration.ofHours(i / 12)), noon.plus(Duration.ofMinutes(5L * (i + 1)))))
                .toList();
    }

    private static PrometheusCheck share() {
        Question ratio = new Question.Ratio(
                Selector.parse("failures_total").orElseThrow(),
                Selector.parse("requests_total").orElseThrow(),
                Duration.ofMinutes(1));
        return new PrometheusCheck(ratio, Unit.NONE, Optional.empty(), false);
    }

    @Test
    void asksByPostAgainOnceAGetFails() {
        TargetClient client = connect("127.0.0.1", server.actualPort());
        Probe probe = client.probe(check(Duration.ofSeconds(20)));
        refusesPost = true;
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        refusesPost = false;
        status = 414;
        assertThat(ask(probe)).isInstanceOf(Outcome.Failed.class);
        status = 200;
        asked.clear();

        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);

        assertThat(asked).singleElement().asString().startsWith("POST /prom/api/v1/query ");
        Await.done(client.close());
    }
}
