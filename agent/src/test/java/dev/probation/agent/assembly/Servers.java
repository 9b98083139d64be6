package dev.probation.agent.assembly;

import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.servers.RealPrometheus;
import dev.probation.agent.servers.RealRedis;
import dev.probation.agent.servers.ReleasedApp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/** An application under traffic with its real PostgreSQL, Redis and Prometheus, which all cases share. */
final class Servers implements AutoCloseable {

    /** Has a result once good requests have been seen for as long as checks look back, and no failed ones. */
    private static final String HEALTHY = "sum(rate(http_requests_total{status=\"200\"}[2s])) > 0"
            + " unless sum(rate(http_requests_total{status=\"500\"}[2s])) > 0";

    final ReleasedApp app = ReleasedApp.start();
    final RealPostgres postgres;
    final RealRedis redis;
    final RealPrometheus prometheus;

    Servers(Path folder) throws IOException, SQLException {
        postgres = RealPostgres.start();
        postgres.execute("CREATE ROLE probation LOGIN", "CREATE DATABASE probation OWNER probation");
        redis = RealRedis.start("maxmemory 64mb");
        prometheus = RealPrometheus.scraping(folder, app.port());
    }

    /** Goes back to a good version, and waits until nothing is seen any more of what was before it. */
    void calm() {
        app.releaseGood("1.4.0");
        Await.until("a calm application in Prometheus", this::isCalm);
    }

    private boolean isCalm() {
        URI query =
                prometheus.uri().resolve("/api/v1/query?query=" + URLEncoder.encode(HEALTHY, StandardCharsets.UTF_8));
        try (InputStream answer = query.toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).contains("\"metric\"");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        prometheus.close();
        redis.close();
        postgres.close();
        app.close();
    }
}
