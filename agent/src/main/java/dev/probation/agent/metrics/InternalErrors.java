package dev.probation.agent.metrics;

import dev.probation.agent.time.Guard;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;

/** How often each part of the agent made a mistake that it went on after. */
final class InternalErrors extends Collector implements Collector.Describable {

    private static final MetricName NAME = MetricName.INTERNAL_ERRORS;

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        Guard.mistakes()
                .forEach((part, mistakes) -> samples.add(new MetricFamilySamples.Sample(
                        NAME.sampleName(), NAME.labels(), List.of(part), mistakes.doubleValue())));
        return List.of(new MetricFamilySamples(NAME.text(), NAME.type(), NAME.help(), samples));
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of(new MetricFamilySamples(NAME.text(), NAME.type(), NAME.help(), List.of()));
    }
}
