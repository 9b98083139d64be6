package dev.probation.agent.probe.prometheus.lint;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.probe.Checks;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.prometheus.PrometheusKind;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealPrometheus;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Unit;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lints before a real Prometheus that scrapes each half second, and before a server that knows little of its API. */
class QueryLinterIT {

    private static final int SCRAPES = 8;
    private static final AtomicInteger SCRAPED = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static VertxTime time;
    private static RealPrometheus prometheus;
    private static TargetClient client;

    @BeforeAll
    static void serveAndScrape() throws IOException {
        vertx = Vertx.vertx();
        time = new VertxTime(vertx, vertx.getOrCreateContext());
        prometheus = RealPrometheus.configured(folder, """
                global: { scrape_interval: 500ms, scrape_timeout: 500ms }
                scrape_configs:
                  - job_name: app
                    static_configs: [ { targets: [ '127.0.0.1:APP' ] } ]
                  - job_name: other
                    static_configs: [ { targets: [ '127.0.0.1:OTHER' ] } ]
                """.replace(
                        "APP", String.valueOf(listen(QueryLinterIT::metrics)))
                .replace(
                        "OTHER",
                        String.valueOf(listen(request -> request.response().end("x 1\n")))));
        client = connect(prometheus.uri());
        Await.until("all scrapes", () -> SCRAPED.get() >= SCRAPES);
    }

    private static TargetClient connect(URI uri) {
        PrometheusTarget settings = new PrometheusTarget(uri, Access.PLAIN, false);
        return new PrometheusKind()
                .connect(new Target("metrics", "prometheus", settings), new ProbeContext(vertx, time));
    }

    private static int listen(io.vertx.core.Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(handler);
        Await.done(server.listen());
        return server.actualPort();
    }

    @AfterAll
    static void stop() throws IOException {
        Await.done(client.close());
        prometheus.close();
        Await.done(vertx.close());
    }

    private static void metrics(HttpServerRequest request) {
        int n = SCRAPED.incrementAndGet();
        StringBuilder text = new StringBuilder();
        for (String pod : new String[] {"a", "b"}) {
            text.append("requests_total{pod=\"" + pod + "\"} " + 10 * n + '\n');
            text.append(histogram("good_seconds", pod, n, "0.1", "0.5", "1"));
            text.append(histogram("other", pod, n, "100", "500", "1000"));
            text.append(histogram("mixed_seconds", pod, n, pod.equals("a") ? "0.1" : "0.2", "0.5", "1"));
            text.append("shop_total{path=\"/health\",code=\"200\",pod=\"" + pod + "\"} " + 6 * n + '\n');
            text.append("shop_total{path=\"/buy\",code=\"200\",pod=\"" + pod + "\"} " + 4 * n + '\n');
            text.append("clipped_seconds_bucket{pod=\"" + pod + "\",le=\"0.5\"} " + 9 * n + '\n');
            text.append("clipped_seconds_bucket{pod=\"" + pod + "\",le=\"+Inf\"} " + 10 * n + '\n');
        }
        request.response().end(text.toString());
    }

    private static String histogram(String name, String pod, int n, String... bounds) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i++) {
            text.append(
                    name + "_bucket{pod=\"" + pod + "\",le=\"" + bounds[i] + "\"} " + (i == 0 ? 90 : 100) * n + '\n');
        }
        return text + name + "_bucket{pod=\"" + pod + "\",le=\"+Inf\"} " + 100 * n + '\n';
    }

    private static List<LintFinding> lint(TargetClient asked, Question question, Unit unit, String expect) {
        PrometheusCheck check = new PrometheusCheck(question, unit, Optional.empty(), false);
        return Await.result(asked.lint(Checks.of(check, Duration.ofSeconds(20), Expectation.parse(expect))));
    }

    private static String names(List<LintFinding> findings) {
        return findings.stream().map(LintFinding::lint).collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0} over {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            good_seconds    | 4s | < 500ms | ''
            good_seconds    | 1s | < 500ms | short-range
            good_seconds    | 4s | < 300ms | limit-between-buckets
            good_seconds    | 4s | < 2s    | limit-outside-buckets
            other           | 4s | < 500ms | seconds-milliseconds
            mixed_seconds   | 4s | < 500ms | bucket-layouts
            clipped_seconds | 4s | < 500ms | clipped-top-bucket
            """)
    void looksAtHistograms(String histogram, String over, String expect, String found) {
        Duration span = Duration.parse("PT" + over);
        Question question = new Question.Quantile(read(histogram), 0.95, span, Optional.empty());

        List<LintFinding> findings = lint(client, question, Unit.SECOND, expect);

        assertThat(names(findings)).as("%s", findings).isEqualTo(found);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sum(rate(requests_total[4s]))                                               | s | < 500s  | ''
            rate(requests_total[4s])                                                    | s | < 500s  | several-series
            sum(rate(requests_total[1s]))                                               | s | < 500s  | short-range
            histogram_quantile(0.95, sum by (le) (rate(good_seconds_bucket[4s])))       | ms | < 500ms | seconds-milliseconds counted-form
            histogram_quantile(0.95, sum by (le) (rate(good_seconds_bucket[4s])))       | s | < 300ms | limit-between-buckets counted-form
            sum(requests_total                                                          | s | < 500s  | not-linted
            """)
    void looksAtQueries(String query, String unit, String expect, String found) {
        List<LintFinding> findings = lint(
                client,
                new Question.Raw(query).expecting(Expectation.parse(expect)),
                Unit.of(unit).orElseThrow(),
                expect);

        assertThat(names(findings)).as("%s", findings).isEqualTo(found);
    }

    @Test
    void looksAtTheSpanOfARatio() {
        Question question =
                new Question.Ratio(read("requests_total"), read("requests_total{pod=\"a\"}"), Duration.ofSeconds(1));

        assertThat(lint(client, question, Unit.NONE, "< 1%"))
                .containsExactly(LintFinding.warning(
                        "short-range",
                        "a rate over 1s spans fewer than 4 samples, which come every 500ms, so one late scrape leaves a"
                                + " gap; take at least 2s"));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', textBlock = """
            shop_total{code=~"5..",path="/buy"}   | shop_total{path="/buy"}   | ''
            shop_total{code=~"5.."}               | shop_total                | diluted-by-probes
            shop_total{status=~"5..",path="/buy"} | shop_total{path="/buy"}   | missing-label
            errors_total                          | shop_total{path="/buy"}   | no-bad-series
            up{instance!=""}                      | up                        | several-jobs
            up{instance!="",job="app"}            | up{job="app"}             | ''
            """)
    void looksAtWhoseTrafficIsJudged(String bad, String total, String found) {
        Question question = new Question.Ratio(read(bad), read(total), Duration.ofMinutes(1));

        List<LintFinding> findings = lint(client, question, Unit.NONE, "< 1%");

        assertThat(names(findings)).as("%s", findings).isEqualTo(found);
    }

    @Test
    void saysWhatToDoAboutTheTrafficOfOthers() {
        Question health =
                new Question.Ratio(read("shop_total{code=~\"5..\"}"), read("shop_total"), Duration.ofMinutes(1));
        Question renamed =
                new Question.Ratio(read("shop_total{status=~\"5..\"}"), read("shop_total"), Duration.ofMinutes(1));

        assertThat(lint(client, health, Unit.NONE, "< 1%").toString())
                .contains(
                        "60% of what was counted in the last hour are requests for health or metrics, by the label path");
        assertThat(lint(client, renamed, Unit.NONE, "< 1%").toString())
                .contains("no series of shop_total has the label status")
                .contains("they have code, instance, job, path, pod");
    }

    @Test
    void saysWhatAServerThatKnowsLittleDoesNotTell() {
        int port = listen(request -> request.response().setStatusCode(404).end("<html>not here</html>"));
        TargetClient other = connect(URI.create("http://127.0.0.1:" + port + '/'));

        List<LintFinding> findings = lint(
                other,
                new Question.Quantile(read("good_seconds"), 0.95, Duration.ofMinutes(1), Optional.empty()),
                Unit.SECOND,
                "< 500ms");

        assertThat(findings).hasSize(4).noneMatch(LintFinding::isWarning);
        assertThat(findings.toString())
                .contains("the histogram's buckets could not be linted")
                .contains("the range of the rates could not be linted")
                .contains("the unit of good_seconds could not be linted")
                .contains("HTTP 404");
        Await.done(other.close());
    }
}
