package dev.probation.agent.probe.prometheus;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.probe.Checks;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealPrometheus;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PromQL that the agent writes, before a real Prometheus that scrapes counters each half second. */
class PromQlIT {

    /** Scrapes before anything is asked. */
    private static final int SCRAPES = 16;
    /** The scrapes at which the restarting service does not answer. */
    private static final int DOWN_FROM = 6;

    private static final int UP_AGAIN = 9;

    private static final AtomicInteger SCRAPED = new AtomicInteger();
    private static final AtomicInteger RESTARTING_SCRAPED = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static VertxTime time;
    private static RealPrometheus prometheus;
    private static TargetClient client;
    private static Instant start;
    private static Instant midway;

    @BeforeAll
    static void serveAndScrape() throws IOException {
        vertx = Vertx.vertx();
        time = new VertxTime(vertx, vertx.getOrCreateContext());
        start = time.now();
        int steady = listen(PromQlIT::metrics);
        int restarting = listen(PromQlIT::restartingMetrics);
        prometheus = RealPrometheus.scraping(folder, steady, restarting);
        PrometheusTarget settings = new PrometheusTarget(prometheus.uri(), Access.PLAIN, false);
        client = new PrometheusKind()
                .connect(new Target("metrics", "prometheus", settings), new ProbeContext(vertx, time));
        Await.until("half of the scrapes", () -> SCRAPED.get() >= SCRAPES / 2);
        midway = time.now();
        Await.until("all scrapes", () -> Math.min(SCRAPED.get(), RESTARTING_SCRAPED.get()) >= SCRAPES);
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
        int late = n < SCRAPES / 2 ? 0 : 7;
        String text = line("steady_total{status=\"200\"}", 9 * n)
                + line("steady_total{status=\"500\"}", n)
                + line("idle_total{status=\"200\"}", 1_000)
                + line("resets_total{status=\"200\"}", 9 * (n % 6 + 1))
                + line("resets_total{status=\"500\"}", n % 6 + 1)
                + line("late_total{status=\"200\"}", 10 * n)
                + (late == 0 ? "" : line("late_total{status=\"500\"}", late))
                + line("odd_total{path=\"/a\\\\b\\\"c{}\",status=\"500\"}", n)
                + histogram("quick", n)
                + histogram("idle", 5)
                + replica("resets", "a", n % 6 + 1)
                + replica("resets", "b", (n + 3) % 6 + 1)
                + replica("spelled", "a", n)
                + replica("spelled", "b", n).replace("0.1\"", "1e-01\"")
                + line("clipped_seconds_bucket{le=\"0.5\"}", 90 * n)
                + line("clipped_seconds_bucket{le=\"+Inf\"}", 100 * n)
                + replica("mixed", "a", n)
                + replica("mixed", "b", n).replace("0.1\"", "0.2\"")
                + replica("late", "a", n)
                + (late == 0 ? "" : replica("late", "b", 30))
                + released(n);
        request.response().end(text);
    }

    /** What a release changes in place, halfway: how a bucket is written, where it ends, a label; and a past that it brings. */
    private static String released(int n) {
        boolean old = n < SCRAPES / 2;
        int own = old ? n : n - SCRAPES / 2 + 1;
        return replica("respelled", "a", own).replace("0.1\"", old ? "0.1\"" : "1e-01\"")
                + replica("relaid", "a", own).replace("0.1\"", old ? "0.1\"" : "0.2\"")
                + replica("coarser", "a", own).replace("0.5\"", old ? "0.5\"" : "0.4\"")
                + line("renamed_total{" + (old ? "status" : "code") + "=\"500\"}", own)
                + line("renamed_total{" + (old ? "status" : "code") + "=\"200\"}", own)
                + line("brief_total{pod=\"" + n / 4 + "\",status=\"200\"}", 15 * (n % 4 + 1))
                + line("brief_total{pod=\"" + n / 4 + "\",status=\"500\"}", 1)
                + (old ? "" : line("aged_total{pod=\"b\",status=\"500\"}", 20_000))
                + (old ? "" : line("aged_total{pod=\"b\",status=\"200\"}", 980_000 + 10 * n))
                + line("aged_total{pod=\"a\",status=\"500\"}", 20_000)
                + line("aged_total{pod=\"a\",status=\"200\"}", 980_000 + 10 * n)
                + (old ? "" : replica("aged", "b", 10_000 + n))
                + replica("aged", "a", 10_000 + n);
    }

    private static void restartingMetrics(HttpServerRequest request) {
        int n = RESTARTING_SCRAPED.incrementAndGet();
        if (n >= DOWN_FROM && n < UP_AGAIN) {
            request.response().setStatusCode(503).end();
            return;
        }
        int sinceRestart = n < DOWN_FROM ? n : n - UP_AGAIN + 1;
        request.response().end(line("restarts_total{status=\"200\"}", 10 * sinceRestart));
    }

    private static String line(String series, int value) {
        return series + ' ' + value + '\n';
    }

    /** Nine of ten took up to 100 ms, the rest up to 500 ms; in two instances. */
    private static String histogram(String name, int n) {
        return replica(name, "a", n) + replica(name, "b", n);
    }

    private static String replica(String name, String pod, int n) {
        String labels = "_seconds_bucket{pod=\"" + pod + "\",le=\"";
        return line(name + labels + "0.1\"}", 90 * n)
                + line(name + labels + "0.5\"}", 100 * n)
                + line(name + labels + "+Inf\"}", 100 * n);
    }

    private static Outcome ask(Question question, Instant deployedAt) {
        PrometheusCheck check = new PrometheusCheck(question, Unit.NONE, Optional.empty(), false);
        return Await.result(
                client.probe(Checks.of(check, Duration.ofSeconds(20))).ask(deployedAt));
    }

    private static Outcome ratio(String metric, Instant deployedAt) {
        String bad = metric + "_total{status=~\"5..\"}";
        return ask(new Question.Ratio(read(bad), read(metric + "_total"), Duration.ofSeconds(4)), deployedAt);
    }

    private static Outcome.Measured measured(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Measured.class);
        return (Outcome.Measured) outcome;
    }

    @ParameterizedTest
    @CsvSource({"steady", "resets"})
    void countsBadAmongAllFromZeroForASeriesThatIsNew(String metric) {
        Outcome.Measured outcome = measured(ratio(metric, start));
        Counts counts = outcome.counts().orElseThrow();

        assertThat(outcome.value()).isBetween(0.08, 0.12);
        assertThat(counts.total()).isBetween(10L * (SCRAPES - 2), 10L * (SCRAPED.get() + 3));
        assertThat(counts.bad() * 10.0 / counts.total()).isBetween(0.8, 1.2);
        assertThat(outcome.detail()).matches("[\\d,]+ of [\\d,]+ in 4s");
    }

    @Test
    void thePastIsAskedAboutAsItWas() {
        Question late =
                new Question.Ratio(read("late_total{status=\"500\"}"), read("late_total"), Duration.ofSeconds(4));
        PrometheusCheck check = new PrometheusCheck(late, Unit.NONE, Optional.empty(), false);
        PastProbe probe = (PastProbe) client.probe(Checks.of(check, Duration.ofSeconds(20)));

        Counts then = measured(Await.result(probe.askAt(start, midway.minusMillis(600))))
                .counts()
                .orElseThrow();
        Counts now = measured(Await.result(probe.ask(start))).counts().orElseThrow();

        assertThat(then.bad()).isZero();
        assertThat(then.total()).isBetween(10L, 10L * (SCRAPES / 2 + 3));
        assertThat(now.bad()).isEqualTo(1);
        assertThat(Await.result(probe.askAt(start.minusSeconds(60), start.minusSeconds(30))))
                .isInstanceOf(Outcome.NoData.class);
    }

    @Test
    void countsNothingFromBeforeTheDeployment() {
        long expected = 10L * (SCRAPED.get() - SCRAPES / 2);

        Counts counts = measured(ratio("steady", midway)).counts().orElseThrow();

        assertThat(counts.total()).isBetween(expected - 30, expected + 50);
    }

    /** Seven errors came before the first sample of theirs and none since: a burst of which one counts. */
    @Test
    void countsOneEventOfACounterThatAppearsAndStays() {
        Outcome.Measured outcome = measured(ratio("late", start));

        assertThat(outcome.counts().orElseThrow().bad()).isEqualTo(1);
    }

    @Test
    void aCounterThatAppearsWithAPastCountsNoneOfIt() {
        Counts counts = measured(ratio("aged", start)).counts().orElseThrow();
        Counts slow = measured(quantile("aged_seconds", "0.1")).counts().orElseThrow();

        long since = 2L * SCRAPED.get() - SCRAPES / 2;
        assertThat(counts.total()).isBetween(since * 10 - 60, since * 10 + 60);
        assertThat(counts.bad()).as("one for each pod").isLessThanOrEqualTo(2);
        assertThat(slow.total()).isBetween(since * 100 - 600, since * 100 + 600);
        assertThat(slow.bad() * 10.0 / slow.total()).isBetween(0.9, 1.1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            respelled | 0.1
            relaid    | 0.2, where the next bucket above 0.1 ends
            """)
    void countsOnWhereAReleaseChangesTheBucketsInPlace(String histogram, String words) {
        Outcome.Measured outcome = measured(quantile(histogram + "_seconds", "0.1"));
        Counts counts = outcome.counts().orElseThrow();

        assertThat(outcome.detail()).endsWith(words);
        assertThat(counts.total()).isBetween(100L * (SCRAPES - 3), 100L * (SCRAPED.get() + 3));
        assertThat(counts.bad() * 10.0 / counts.total()).isBetween(0.2, 1.2);
    }

    @Test
    void looksAgainAtBucketsThatItKnew() {
        PrometheusCheck check = new PrometheusCheck(
                quantile("relaid_seconds").counting(Quantity.parse("0.1")), Unit.NONE, Optional.empty(), false);
        PastProbe probe = (PastProbe) client.probe(Checks.of(check, Duration.ofSeconds(20)));

        Outcome.Measured then = measured(Await.result(probe.askAt(start, midway.minusMillis(600))));
        Outcome.Measured now = measured(Await.result(probe.ask(start)));

        assertThat(then.detail()).endsWith("above 0.1");
        Counts counts = now.counts().orElseThrow();
        assertThat(counts.bad() * 10.0 / counts.total()).isBetween(0.2, 1.2);
    }

    @Test
    void countsByABucketThatAReleaseLeftAsItWas() {
        Counts counts = measured(quantile("coarser_seconds", "0.1")).counts().orElseThrow();

        assertThat(counts.bad() * 10.0 / counts.total()).isBetween(0.2, 1.2);
    }

    @Test
    void hasNoDataWhereNoSeriesHasTheLabelThatTellsBadEventsAnyMore() {
        assertThat(ratio("renamed", start))
                .isEqualTo(new Outcome.NoData("no series of renamed_total has the label status, by which"
                        + " renamed_total{status=~\"5..\"} tells bad events from others"));
    }

    @Test
    void countsOnAfterTheServiceWasDownAndRestarted() {
        Counts counts = measured(ratio("restarts", start)).counts().orElseThrow();

        long served = 10L * (DOWN_FROM - 1 + RESTARTING_SCRAPED.get() - UP_AGAIN + 1);
        assertThat(counts.total()).isBetween(served - 40, served + 40);
        assertThat(counts.bad()).isZero();
    }

    @Test
    void takesAnAbsentErrorSeriesForNoErrors() {
        Outcome.Measured outcome = measured(
                ask(new Question.Ratio(read("no_such_total"), read("steady_total"), Duration.ofSeconds(4)), start));

        assertThat(outcome.value()).isZero();
        assertThat(outcome.detail()).startsWith("0 of ");
    }

    @Test
    void hasNoDataWithoutTrafficOrWithoutTheSeries() {
        Instant later = midway;

        assertThat(ratio("idle", later)).isInstanceOf(Outcome.NoData.class);
        assertThat(((Outcome.NoData) ratio("idle", later)).detail()).startsWith("no traffic in ");
        assertThat(((Outcome.NoData) ratio("idle", later)).idle()).isTrue();
        assertThat(ratio("no_such", start)).isEqualTo(new Outcome.NoData("no series matches no_such_total"));
    }

    @Test
    void isNotIdleWhereTheTargetsAreScrapedTooRarelyOrNoMore() {
        Instant later = time.now().plusSeconds(30);
        Question steady =
                new Question.Ratio(read("steady_total{status=\"500\"}"), read("steady_total"), Duration.ofSeconds(4));
        PrometheusCheck check = new PrometheusCheck(steady, Unit.NONE, Optional.empty(), false);
        PastProbe probe = (PastProbe) client.probe(Checks.of(check, Duration.ofSeconds(20)));

        assertThat(Await.result(probe.askAt(start, later)))
                .isEqualTo(
                        new Outcome.NoData(
                                "no series of steady_total has two samples in 4s, so there is no increase to"
                                        + " see: its targets are not scraped, or less often than every 2s; then set a longer over"));
    }

    @Test
    void escapesReachPrometheusAsWritten() {
        Question odd = new Question.Ratio(
                read("odd_total{path=\"/a\\\\b\\\"c{}\"}"),
                read("odd_total{path=~\"/a.*[{]}\"}"),
                Duration.ofSeconds(4));

        assertThat(measured(ask(odd, start)).value()).isEqualTo(1.0);
    }

    @Test
    void readsAQuantileOverAllInstances() {
        Outcome.Measured outcome = measured(ask(quantile("quick_seconds{pod=~\"a|b\"}"), start));

        assertThat(outcome.value()).isBetween(0.29, 0.31);
    }

    @Test
    void hasNoQuantileWithoutTraffic() {
        Outcome idle = ask(quantile("idle_seconds"), start);
        Outcome absent = ask(quantile("no_such_seconds"), start);

        assertThat(idle).isEqualTo(Outcome.NoData.idle("the value is NaN: no requests in 5s"));
        assertThat(absent).isInstanceOf(Outcome.NoData.class);
    }

    private static Question.Quantile quantile(String histogram) {
        return new Question.Quantile(read(histogram), 0.95, Duration.ofSeconds(5), Optional.empty());
    }

    private static Outcome quantile(String histogram, String limit) {
        return ask(quantile(histogram).counting(Quantity.parse(limit)), start);
    }

    @ParameterizedTest(name = "{0} {1}: {2} of 10 are slower than {3}")
    @CsvSource(delimiter = '|', textBlock = """
            quick_seconds             | 0.1  | 1 | 0.1
            quick_seconds{pod!="c"}   | 0.1  | 1 | 0.1
            quick_seconds             | 0.05 | 1 | 0.1, where the next bucket above 0.05 ends
            quick_seconds             | 0.2  | 0 | 0.5, where the next bucket above 0.2 ends
            spelled_seconds           | 0.1  | 1 | 0.1
            resets_seconds            | 0.1  | 1 | 0.1
            """)
    void countsWhatIsSlowerThanTheLimitOverAllReplicas(String histogram, String limit, int slow, String words) {
        Outcome.Measured outcome = measured(quantile(histogram, limit));
        Counts counts = outcome.counts().orElseThrow();

        assertThat(outcome.value()).isBetween(0.29, 0.31);
        assertThat(outcome.detail()).matches("p95 over 5s; [\\d,]+ of [\\d,]+ above " + Pattern.quote(words));
        assertThat(counts.total()).isBetween(200L * (SCRAPES - 3), 200L * (SCRAPED.get() + 3));
        assertThat(counts.bad() * 10.0 / counts.total()).isBetween(slow * 0.9, slow * 1.1);
    }

    /** As where processes live for minutes: what each begins with is as much as what follows, and its errors are single ones. */
    @Test
    void aShareIsRightWhereSeriesAreShortLived() {
        Outcome.Measured outcome = measured(ratio("brief", start));
        Counts counts = outcome.counts().orElseThrow();

        assertThat((double) counts.bad() / counts.total()).isBetween(0.012, 0.022);
    }

    /** It brings 3,000 observations, and none since. */
    @Test
    void countsHardlyAnyObservationOfAReplicaThatAppearsAndStays() {
        Counts counts = measured(quantile("late_seconds", "0.1")).counts().orElseThrow();

        assertThat(counts.total() - 100L * SCRAPED.get()).isBetween(-500L, 500L);
        assertThat(counts.bad() - 10L * SCRAPED.get()).isBetween(-50L, 50L);
    }

    @Test
    void countsNothingWhereNoBucketOfAllReplicasEndsAboveTheLimit() {
        Outcome.Measured above = measured(quantile("quick_seconds", "0.6"));
        Outcome.Measured mixed = measured(quantile("mixed_seconds", "0.1"));

        assertThat(above.counts()).isEmpty();
        assertThat(above.detail())
                .isEqualTo("p95 over 5s; no bucket of all series ends at 0.6 or above, so nothing is counted");
        assertThat(mixed.counts().orElseThrow().bad())
                .as("0.5 is the next that both have")
                .isZero();
    }

    @Test
    void hasNoDataWhereTheQuantileIsAboveTheLastBucketAndThatIsBelowTheLimit() {
        assertThat(quantile("clipped_seconds", "0.6"))
                .isEqualTo(new Outcome.NoData(
                        "p95 over 5s is above the last bucket, which ends at 0.5, below the limit 0.6,"
                                + " so how far is not known; add buckets around the limit"));
    }

    @Test
    void countsNothingWithoutTraffic() {
        assertThat(quantile("idle_seconds", "0.1"))
                .isEqualTo(Outcome.NoData.idle("the value is NaN: no requests in 5s"));
        assertThat(quantile("no_such_seconds", "0.1")).isInstanceOf(Outcome.NoData.class);
    }

    @Test
    void countsThePastAsItWas() {
        Question.Quantile question = quantile("quick_seconds").counting(Quantity.parse("0.1"));
        PrometheusCheck check = new PrometheusCheck(question, Unit.NONE, Optional.empty(), false);
        PastProbe probe = (PastProbe) client.probe(Checks.of(check, Duration.ofSeconds(20)));

        Outcome.Measured now = measured(Await.result(probe.ask(start)));
        Outcome.Measured then = measured(Await.result(probe.askAt(start, midway.minusMillis(600))));

        Counts counted = then.counts().orElseThrow();
        assertThat(counted.total()).isBetween(200L, 200L * (SCRAPES / 2 + 3));
        assertThat(counted.bad() * 10.0 / counted.total()).isBetween(0.9, 1.1);
        assertThat(now.counts().orElseThrow().total()).isGreaterThan(counted.total());
        assertThat(Await.result(probe.askAt(start.minusSeconds(60), start.minusSeconds(30))))
                .isInstanceOf(Outcome.NoData.class);
    }

    @Test
    void tellsAQueryWithAMistake() {
        Outcome outcome = ask(new Question.Raw("sum(steady_total"), start);

        assertThat(((Outcome.Failed) outcome).cause()).isEqualTo(Outcome.Cause.REJECTED);
        assertThat(((Outcome.Failed) outcome).detail().toLowerCase(Locale.ROOT)).contains("parse error");
    }

    @Test
    void readsARawQuery() {
        assertThat(measured(ask(new Question.Raw("max(idle_total)"), start)).value())
                .isEqualTo(1_000);
    }
}
