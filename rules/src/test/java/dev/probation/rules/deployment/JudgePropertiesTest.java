package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.DEPLOYMENT;
import static dev.probation.rules.deployment.History.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever is measured: each seed is another deployment, and names itself where it fails. {@code
 * -Dprobation.times=5} tries so many times as many, {@code -Dprobation.seed=1} others.
 */
@Tag("seeds")
class JudgePropertiesTest {

    private static final long SEED = Long.getLong("probation.seed", 1);
    private static final int TIMES = Integer.getInteger("probation.times", 1);

    private static final List<Check> CHECKS = List.of(
            CheckBuilder.measuring("p95").rollback().warn("< 300ms").build(),
            CheckBuilder.measuring("errors")
                    .lasting(Duration.ofMinutes(1))
                    .rollbackWhen("> 800ms", Duration.ofSeconds(45))
                    .noData(WhenUnmeasured.FAIL)
                    .build(),
            CheckBuilder.reaching("health", "app")
                    .rollback()
                    .in("first", "third")
                    .build());

    private static final Checklist CHECKLIST = new Checklist(
            CHECKS,
            List.of(window("first", 0, 10, 0), window("second", 10, 20, 2), window("third", 20, 40, 0)),
            List.of(),
            true,
            Optional.of(Duration.ofSeconds(40)));

    private static final Instant AFTER_ALL = LIVE.plus(Duration.ofMinutes(41));

    private static WindowSpec window(String name, int from, int until, int settle) {
        Optional<Duration> every = name.equals("third") ? Optional.of(Duration.ofSeconds(45)) : Optional.empty();
        return new WindowSpec(
                name, Duration.ofMinutes(from), Duration.ofMinutes(until), every, 0.2, Duration.ofMinutes(settle));
    }

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + 16L * TIMES);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aJudgeThatIsResumedSaysTheSameAsOneThatNeverStopped(long seed) {
        List<Sample> samples = samples(seed, 0.3);
        List<Event> whole = judge(new Judge(DEPLOYMENT, CHECKLIST), samples);

        for (int every : new int[] {1, 7, 50}) {
            assertThat(resumed(samples, every))
                    .as("seed %d, resumed after every %d", seed, every)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theAgentThatLooksAtTheClockEverySecondSaysTheSameAsAReplay(long seed) {
        List<Sample> samples = withSilences(samples(seed, 0.3), seed);
        Judge replayed = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> replay = new ArrayList<>();
        samples.forEach(sample -> replay.addAll(replayed.judge(sample)));
        replay.addAll(replayed.advance(AFTER_ALL));

        Judge live = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> events = live(live, samples);

        assertThat(events).as("seed %d", seed).isEqualTo(replay);
        assertThat(live.windows()).as("seed %d", seed).isEqualTo(replayed.windows());
        assertThat(live.decision()).as("seed %d", seed).isEqualTo(replayed.decision());
        assertThat(live.verdict()).as("seed %d", seed).isEqualTo(replayed.verdict());
        assertThat(live.snapshot()).as("seed %d", seed).isEqualTo(replayed.snapshot());
    }

    private static List<Event> live(Judge judge, List<Sample> samples) {
        List<Event> events = new ArrayList<>();
        Instant clock = LIVE;
        for (Sample sample : samples) {
            for (; !clock.isAfter(sample.at()); clock = clock.plusSeconds(1)) {
                events.addAll(judge.advance(clock));
            }
            events.addAll(judge.judge(sample));
        }
        for (; !clock.isAfter(AFTER_ALL); clock = clock.plusSeconds(1)) {
            events.addAll(judge.advance(clock));
        }
        return events;
    }

    /** Some minutes of nothing at all, of which one may hold the end of a window. */
    private static List<Sample> withSilences(List<Sample> samples, long seed) {
        Instant silent = LIVE.plusSeconds(new Random(seed).nextInt(1800));
        return samples.stream()
                .filter(sample -> sample.at().isBefore(silent) || sample.at().isAfter(silent.plusSeconds(400)))
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDeploymentThatEndedStaysEndedWhenItIsResumed(long seed) {
        Judge judge = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> events = judge(judge, samples(seed, 0.3).subList(0, 100));
        events.addAll(judge.end(judge.snapshot().now()));

        Judge resumed = new Judge(DEPLOYMENT, CHECKLIST, judge.snapshot());

        assertThat(resumed.isOver()).as("seed %d", seed).isTrue();
        assertThat(resumed.advance(LIVE.plus(Duration.ofHours(2)))).isEmpty();
        assertThat(resumed.windows()).isEqualTo(judge.windows());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void windowsPartitionTheSamples(long seed) {
        Checklist plain = new Checklist(
                List.of(CHECKS.get(0)),
                List.of(window("first", 0, 10, 0), window("second", 10, 20, 0), window("third", 20, 40, 0)),
                List.of(),
                true);
        List<Sample> samples = samples(seed, 0.3).stream()
                .filter(sample -> sample.check().equals(CHECKS.get(0).id()))
                .toList();
        Judge judge = new Judge(DEPLOYMENT, plain);

        List<Event> events = judge(judge, samples);

        long measured = samples.stream()
                .filter(sample -> sample.outcome() instanceof Outcome.Measured)
                .count();
        assertThat(judge.windows().stream()
                        .mapToLong(window -> window.checks().get(0).samples())
                        .sum())
                .as("seed %d", seed)
                .isEqualTo(measured);
        assertThat(events).isNotEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingButMissingDataNeverDecidesAndNeverPasses(long seed) {
        Random random = new Random(seed);
        Checklist measuring = new Checklist(CHECKS.subList(0, 2), CHECKLIST.windows(), List.of(), true);
        List<Sample> samples = samples(seed, 0.3).stream()
                .filter(sample -> !sample.check().equals(CHECKS.get(2).id()))
                .map(sample -> new Sample(sample.at(), sample.check(), unmeasured(random)))
                .toList();
        Judge judge = new Judge(DEPLOYMENT, measuring);

        List<Event> events = judge(judge, samples);

        assertThat(events).as("seed %d", seed).noneMatch(event -> event instanceof Event.RollbackDecided);
        assertThat(judge.verdict()).as("seed %d", seed).isIn(Verdict.INCONCLUSIVE, Verdict.FAIL);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aBadSampleInPlaceOfAGoodOneNeverMakesAFailureAPass(long seed) {
        Checklist one = new Checklist(List.of(CHECKS.get(0)), List.of(window("first", 0, 40, 0)), List.of(), false);
        List<Sample> samples = samples(seed, 0.1).stream()
                .filter(sample -> sample.check().equals(CHECKS.get(0).id()))
                .toList();
        Verdict before = verdict(one, samples);

        for (int i = 0; i < samples.size(); i++) {
            List<Sample> worse = new ArrayList<>(samples);
            Sample replaced = worse.get(i);
            if (replaced.outcome() instanceof Outcome.Measured) {
                worse.set(i, new Sample(replaced.at(), replaced.check(), Outcome.Measured.of(0.9)));
            }
            Verdict after = verdict(one, List.copyOf(worse));
            assertThat(after.worse(before))
                    .as("seed %d, sample %d: from %s", seed, i, before)
                    .isEqualTo(after);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDecisionAndAnEndedWindowNeverChange(long seed) {
        Judge judge = new Judge(DEPLOYMENT, CHECKLIST);
        Optional<Event.RollbackDecided> decision = Optional.empty();
        int ended = 0;
        for (Sample sample : samples(seed, 0.4)) {
            List<WindowVerdict> windows = judge.snapshot().ended();
            List<Event> events = judge.judge(sample);
            assertThat(judge.snapshot().ended().subList(0, windows.size()))
                    .as("seed %d", seed)
                    .isEqualTo(windows);
            if (decision.isPresent()) {
                assertThat(judge.decision()).as("seed %d", seed).isEqualTo(decision);
                assertThat(events).noneMatch(event -> event instanceof Event.RollbackDecided);
            }
            decision = judge.decision();
            ended = windows.size();
        }
        assertThat(ended).isPositive();
    }

    private static Verdict verdict(Checklist checklist, List<Sample> samples) {
        Judge judge = new Judge(DEPLOYMENT, checklist);
        assertThat(judge(judge, samples)).isNotEmpty();
        return judge.verdict();
    }

    private static List<Event> judge(Judge judge, List<Sample> samples) {
        List<Event> events = new ArrayList<>();
        samples.forEach(sample -> events.addAll(judge.judge(sample)));
        if (samples.size() > 100) {
            events.addAll(judge.advance(LIVE.plus(Duration.ofMinutes(40))));
        }
        return events;
    }

    private static List<Event> resumed(List<Sample> samples, int every) {
        List<Event> events = new ArrayList<>();
        Judge judge = new Judge(DEPLOYMENT, CHECKLIST);
        for (int i = 0; i < samples.size(); i++) {
            if (i % every == 0) {
                judge = new Judge(DEPLOYMENT, CHECKLIST, judge.snapshot());
            }
            events.addAll(judge.judge(samples.get(i)));
        }
        events.addAll(judge.advance(LIVE.plus(Duration.ofMinutes(40))));
        return events;
    }

    /** Of all checks for 40 minutes, in spells of good and of other kinds, a little off their schedule and with gaps. */
    private static List<Sample> samples(long seed, double unrest) {
        Random random = new Random(seed);
        int[] mood = new int[CHECKS.size()];
        List<Sample> samples = new ArrayList<>();
        for (int second = 0; second < 2400; second += 15) {
            for (int i = 0; i < CHECKS.size(); i++) {
                mood[i] = random.nextDouble() < unrest ? random.nextInt(8) : mood[i];
                if (random.nextInt(30) > 0) {
                    Instant at = LIVE.plusSeconds(second).plusMillis(i * 4000L + random.nextInt(3000));
                    samples.add(new Sample(at, new CheckId(CHECKS.get(i).id().value()), outcome(mood[i])));
                }
            }
        }
        return samples;
    }

    private static Outcome outcome(int mood) {
        return switch (mood) {
            case 0, 1, 2 -> Outcome.Measured.of(0.2);
            case 3 -> Outcome.Measured.of(0.4);
            case 4, 5 -> Outcome.Measured.of(0.9);
            case 6 -> new Outcome.NoData("empty result");
            default -> new Outcome.Failed(Cause.TIMEOUT, "connect timed out");
        };
    }

    private static Outcome unmeasured(Random random) {
        return random.nextBoolean() ? new Outcome.NoData("") : new Outcome.Failed(Cause.REFUSED, "refused");
    }
}
