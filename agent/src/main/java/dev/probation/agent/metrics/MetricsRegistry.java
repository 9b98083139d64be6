package dev.probation.agent.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** The one class that knows the metrics library: makes collectors by {@link MetricName} and writes them as text. */
final class MetricsRegistry {

    private final CollectorRegistry collectors = new CollectorRegistry(true);

    Counter counter(MetricName name) {
        return Counter.build(name.text(), name.help())
                .labelNames(name.labels().toArray(String[]::new))
                .register(collectors);
    }

    Gauge gauge(MetricName name) {
        return Gauge.build(name.text(), name.help()).register(collectors);
    }

    Info info(MetricName name) {
        return Info.build(name.text(), name.help()).register(collectors);
    }

    Histogram histogram(MetricName name, double[] buckets) {
        return Histogram.build(name.text(), name.help())
                .buckets(buckets)
                .labelNames(name.labels().toArray(String[]::new))
                .register(collectors);
    }

    void add(Collector collector) {
        collectors.register(collector);
    }

    /** The process's and the JVM's own metrics. */
    void addJvm() {
        DefaultExports.register(collectors);
    }

    MetricsPage page(String accept, String acceptEncoding) {
        String contentType = TextFormat.chooseContentType(accept);
        boolean gzip = acceptsGzip(acceptEncoding);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : bytes;
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            TextFormat.writeFormat(contentType, writer, collectors.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new MetricsPage(contentType, gzip, bytes.toByteArray());
    }

    private static boolean acceptsGzip(String acceptEncoding) {
        for (String coding : acceptEncoding.split(",", -1)) {
            String[] parts = coding.replace(" ", "").split(";", -1);
            if (parts[0].equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
