package dev.probation.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.watch.WatchRig;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.StoredEvidence;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.deployment.JudgeSnapshot;
import dev.probation.rules.evidence.proportion.Arrivals;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceJsonTest {

    private static final CheckId ERRORS = new CheckId("errors");
    private static final Deployment DEPLOYMENT =
            new Deployment("shop-1", "shop", "1", WatchRig.START, WatchRig.START, false);
    private static final Checklist CHECKLIST = new Checklist(
            List.of(CheckConfigBuilder.check("errors")
                    .expect("< 0.1%")
                    .sustain(new Sustain(Optional.empty(), Optional.of(Duration.ofMinutes(3)), 2))
                    .onBreach(OnBreach.ROLLBACK)
                    .proportion(new Proportion(0.001, 0.01))
                    .rollbackWhen("> 5%", Duration.ofSeconds(30))
                    .rule()),
            List.of(new WindowSpec("first", Duration.ZERO, Duration.ofHours(2), Optional.empty(), 0, Duration.ZERO)),
            List.of(),
            true);

    private static List<Event> feed(Judge judge, Random random, int from, int until) {
        List<Event> events = new ArrayList<>();
        for (int i = from; i <= until; i++) {
            long total = random.nextInt(2_000);
            long bad = random.nextInt(10) == 0 ? total / 100 : total / 900;
            Outcome outcome = new Outcome.Measured(0.5, Optional.of(new Counts(bad, total)), "");
            events.addAll(judge.judge(new Sample(WatchRig.START.plusSeconds(15L * i), ERRORS, outcome)));
        }
        return events;
    }

    /** {@code -Dprobation.times=5} tries so many times as many, {@code -Dprobation.seed=1} others. */
    static LongStream seeds() {
        long first = Long.getLong("probation.seed", 1);
        return LongStream.range(first, first + 5L * Integer.getInteger("probation.times", 1));
    }

    @Tag("seeds")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void evidenceThatWasStoredGoesOnAsIfNothingHadHappened(long seed) {
        Judge whole = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> expected = feed(whole, new Random(seed), 1, 400);

        Random random = new Random(seed);
        Judge before = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> events = feed(before, random, 1, 150);
        JudgeSnapshot stored = SnapshotJson.read(
                new JsonObject(SnapshotJson.write(before.snapshot()).encode()), Map.of());
        Judge after = new Judge(DEPLOYMENT, CHECKLIST, stored);
        events.addAll(feed(after, random, 151, 400));

        assertThat(stored.evidence()).isEqualTo(before.snapshot().evidence());
        assertThat(stored.evidence().get(ERRORS)).hasSize(2);
        assertThat(events).isEqualTo(expected).isNotEmpty();
        assertThat(after.snapshot().evidence()).isEqualTo(whole.snapshot().evidence());
    }

    @Test
    void evidenceThatTheLastVersionStoredIsRead() {
        Judge judge = new Judge(DEPLOYMENT, CHECKLIST);
        assertThat(feed(judge, new Random(1), 1, 150)).isNotEmpty();
        List<StoredEvidence> written = judge.snapshot().evidence().getOrDefault(ERRORS, List.of());
        JsonObject json = EvidenceJson.write(Map.of(ERRORS, written));
        json.getJsonArray(ERRORS.value()).stream()
                .map(JsonObject.class::cast)
                .forEach(one -> List.of("clump", "dispersion", "burstRows").forEach(one::remove));

        List<StoredEvidence> read = EvidenceJson.read(json).getOrDefault(ERRORS, List.of());

        assertThat(read).extracting(one -> one.found().clump()).containsExactly(1.0, 1.0);
        assertThat(read).extracting(one -> one.found().arrivals()).containsOnly(Arrivals.NONE);
        assertThat(read)
                .extracting(one -> one.found().groups())
                .containsExactlyElementsOf(
                        written.stream().map(one -> one.found().groups()).toList());
    }
}
