package dev.probation.agent.store.sql;

import dev.probation.agent.store.Rollup;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Roll-ups reckoned the plain way, from all samples at once. */
final class ReferenceStore {

    private ReferenceStore() {}

    static List<Rollup> rollups(List<Sample> samples, CheckId check) {
        Map<Instant, List<Sample>> minutes = samples.stream()
                .filter(sample -> sample.check().equals(check))
                .collect(Collectors.groupingBy(
                        sample -> sample.at().truncatedTo(ChronoUnit.MINUTES), TreeMap::new, Collectors.toList()));
        return minutes.entrySet().stream()
                .map(minute -> rollup(minute.getKey(), minute.getValue()))
                .toList();
    }

    private static Rollup rollup(Instant minute, List<Sample> samples) {
        List<Measured> measured = samples.stream()
                .filter(sample -> sample.outcome() instanceof Measured)
                .map(sample -> (Measured) sample.outcome())
                .toList();
        List<Counts> counts =
                measured.stream().flatMap(one -> one.counts().stream()).toList();
        double[] values = measured.stream().mapToDouble(Measured::value).toArray();
        return new Rollup(
                minute,
                samples.size(),
                values.length,
                samples.stream()
                        .filter(sample -> sample.outcome() instanceof Failed)
                        .count(),
                counts.stream().mapToLong(Counts::bad).sum(),
                counts.stream().mapToLong(Counts::total).sum(),
                measured.stream().mapToDouble(Measured::value).min().orElse(Double.NaN),
                measured.stream().mapToDouble(Measured::value).max().orElse(Double.NaN),
                measured.stream().mapToDouble(Measured::value).sum(),
                values[values.length - 1]);
    }
}
