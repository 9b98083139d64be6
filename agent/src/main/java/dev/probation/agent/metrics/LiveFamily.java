package dev.probation.agent.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A metric of the deployments being watched, made when it is asked for. What is kept per check is a few numbers rather
 * than a collector's child for each series, and an ended deployment leaves nothing behind.
 */
final class LiveFamily extends Collector implements Collector.Describable {

    /** Takes one series: the values of the labels, and its value. */
    interface Series {
        void add(List<String> labelValues, double value);
    }

    private final MetricName name;
    private final Collection<DeploymentMetrics> live;
    private final BiConsumer<DeploymentMetrics, Series> write;

    LiveFamily(MetricName name, Collection<DeploymentMetrics> live, BiConsumer<DeploymentMetrics, Series> write) {
        this.name = name;
        this.live = live;
        this.write = write;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        Series series = (values, value) ->
                samples.add(new MetricFamilySamples.Sample(name.sampleName(), name.labels(), values, value));
        for (DeploymentMetrics deployment : live) {
            write.accept(deployment, series);
        }
        return List.of(new MetricFamilySamples(name.text(), name.type(), name.help(), samples));
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of(new MetricFamilySamples(name.text(), name.type(), name.help(), List.of()));
    }
}
