package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds whatever is counted: each seed is another series, and names itself where it fails. {@code -Dprobation.times=5}
 * tries so many times as many, {@code -Dprobation.seed=1} others.
 */
@Tag("seeds")
class RatioEvidencePropertiesTest {

    private static final long SEED = Long.getLong("probation.seed", 1);
    private static final int TIMES = Integer.getInteger("probation.times", 1);

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final double[] LIMITS = {1e-6, 0.001, 0.01, 0.05, 0.5, 0.9};
    private static final int[] LASTING = {30, 180, 600};
    private static final int[] STEPS = {0, 1, 5, 15, 15, 15, 15, 29, 30, 60, 180, 300, 1800};

    private record Counted(Instant at, long bad, long total) {}

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + 40L * TIMES);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void itIsWhatTheDefinitionSays(long seed) {
        Random random = new Random(seed);
        RatioRule test = test(random);
        RatioEvidence evidence = RatioEvidence.none(test);
        NaiveRatioEvidence naive =
                new NaiveRatioEvidence(test, evidence.snapshot().clump());
        int samples = 0;
        long settled = 0;
        double clump = evidence.snapshot().clump();

        for (Counted counted : series(random, test)) {
            evidence = evidence.next(test, counted.at(), counted.bad(), counted.total());
            naive.add(counted.at(), counted.bad(), counted.total());
            if (evidence.snapshot().clump() != clump) {
                clump = evidence.snapshot().clump();
                naive.begin(clump);
            } else if (naive.logE() >= test.enough() && evidence.stretchLogE() < 0) {
                naive.begin(clump);
            }
            if (evidence.snapshot().settled() > settled) {
                settled = evidence.snapshot().settled();
                settled(evidence).forEach(naive::settle);
            }
            samples++;

            if (samples <= 10 || samples % 10 == 0) {
                double expected = naive.logE();
                assertThat(evidence.logE(test)).isCloseTo(expected, near(expected));
            }
        }
    }

    /** The alternatives of which what was taken out has just been taken out for good. */
    private static List<Integer> settled(RatioEvidence evidence) {
        List<RatioSnapshot.Group> groups = evidence.snapshot().groups();
        List<Integer> settled = new ArrayList<>();
        for (RatioSnapshot.Group group : groups) {
            boolean alone = groups.stream()
                            .filter(other -> other.alternative() == group.alternative())
                            .count()
                    == 1;
            if (alone
                    && group.takenOut() == 0
                    && group.total() == evidence.counts().total()) {
                settled.add(group.alternative());
            }
        }
        return settled;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsStoredAndReadAgainGoesOnToTheSameBits(long seed) {
        Random random = new Random(seed);
        RatioRule test = test(random);
        RatioEvidence evidence = RatioEvidence.none(test);
        RatioEvidence resumed = evidence;

        for (Counted counted : series(random, test)) {
            evidence = evidence.next(test, counted.at(), counted.bad(), counted.total());
            resumed =
                    RatioEvidence.of(test, resumed.snapshot()).next(test, counted.at(), counted.bad(), counted.total());

            assertThat(resumed.snapshot()).isEqualTo(evidence.snapshot());
            assertThat(resumed.logE(test)).isEqualTo(evidence.logE(test));
            assertThat(resumed.stretchLogE()).isEqualTo(evidence.stretchLogE());
            assertThat(resumed.isReached()).isEqualTo(evidence.isReached());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSampleWithoutTrafficChangesNothingButTime(long seed) {
        Random random = new Random(seed);
        RatioRule test = test(random);
        RatioEvidence evidence = RatioEvidence.none(test);

        for (Counted counted : series(random, test)) {
            evidence = evidence.next(test, counted.at(), counted.bad(), counted.total());
            RatioEvidence later = evidence.next(test, counted.at().plusSeconds(random.nextInt(900)), 0, 0);

            boolean over = evidence.logE(test) >= test.enough() && later.stretchLogE() < 0;
            if (!over && later.snapshot().clump() == evidence.snapshot().clump()) {
                assertThat(later.logE(test)).isCloseTo(evidence.logE(test), near(evidence.logE(test)));
            } else {
                assertThat(later.logE(test)).isLessThanOrEqualTo(evidence.logE(test) + 1e-9);
            }
            assertThat(later.counts()).isEqualTo(evidence.counts());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void olderStartsNeverLoseLessThanNewerOnesAndNoneTwice(long seed) {
        Random random = new Random(seed);
        RatioRule test = test(random);
        RatioEvidence evidence = RatioEvidence.none(test);

        for (Counted counted : series(random, test)) {
            evidence = evidence.next(test, counted.at(), counted.bad(), counted.total());
            List<RatioSnapshot.Group> groups = evidence.snapshot().groups();

            for (int i = 1; i < groups.size(); i++) {
                RatioSnapshot.Group older = groups.get(i - 1);
                RatioSnapshot.Group newer = groups.get(i);
                if (older.alternative() == newer.alternative()) {
                    assertThat(newer.takenOut()).isLessThanOrEqualTo(older.takenOut());
                    assertThat(newer.total()).isGreaterThanOrEqualTo(older.total());
                }
            }
        }
    }

    @ParameterizedTest(name = "for {0} s, every {1} s")
    @CsvSource({"30, 15", "30, 60", "30, 300", "180, 15", "180, 60", "180, 300", "600, 15", "600, 60", "600, 300"})
    void aBurstShorterThanItLastsNeverDecidesHoweverLargeItIs(int lasting, int every) {
        RatioRule test = new RatioRule(0.001, Duration.ofSeconds(lasting), START);
        long[] sizes = {100, 10_000, 3_000_000};
        for (int offset = 0; offset < every; offset += every / 15) {
            for (long size : sizes) {
                double highest = highestWithBurst(test, every, 3600 + offset, lasting - 1, size);

                assertThat(highest)
                        .as("burst of %d errors, %d s after a sample", size, offset)
                        .isLessThan(-Math.log(test.alpha()));
            }
        }
    }

    /** The largest evidence of two hours at 100 requests a second, a tenth of the allowed errors, and a burst of nothing else. */
    private static double highestWithBurst(RatioRule test, int every, int from, int length, long errors) {
        Random random = new Random(from * 31L + length);
        RatioEvidence evidence = RatioEvidence.none(test);
        double highest = 0;
        for (int second = every; second <= 2 * 3600; second += every) {
            long total = 100L * every;
            long bad = healthy(random, every);
            long hit = Math.max(0, Math.min(second, from + length) - Math.max(second - every, from));
            long burst = errors * hit / length;
            evidence = evidence.next(test, START.plusSeconds(second), bad + burst, total + burst);
            highest = Math.max(highest, evidence.logE(test));
        }
        return highest;
    }

    /** About one error in ten thousand of a hundred requests a second. */
    private static long healthy(Random random, int seconds) {
        long bad = 0;
        for (int i = 0; i < seconds; i++) {
            bad += random.nextInt(100) == 0 ? 1 : 0;
        }
        return bad;
    }

    @ParameterizedTest(name = "for {0} s")
    @ValueSource(ints = {30, 180, 600})
    void fewGroupsOfStartsAreKeptOverThreeDays(int lasting) {
        RatioRule test = new RatioRule(0.001, Duration.ofSeconds(lasting), START);
        Random random = new Random(lasting);
        RatioEvidence evidence = RatioEvidence.none(test);
        int most = 0;
        for (int second = 60; second <= 72 * 3600; second += 60) {
            double share = second % 7200 < 60 ? 0.05 : 0.001;
            long total = 3000;
            long bad = Math.max(0, Math.round(share * total + Math.sqrt(share * total) * random.nextGaussian()));
            evidence = evidence.next(test, START.plusSeconds(second), bad, total);
            most = Math.max(most, evidence.snapshot().groups().size());
        }

        assertThat(most).isLessThan(200);
    }

    private static RatioRule test(Random random) {
        double limit = LIMITS[random.nextInt(LIMITS.length)];
        return new RatioRule(limit, Duration.ofSeconds(LASTING[random.nextInt(LASTING.length)]), START);
    }

    /** Irregular times and gaps; empty samples, healthy, bad and very bad ones, in stretches. */
    private static List<Counted> series(Random random, RatioRule test) {
        List<Counted> series = new ArrayList<>();
        Instant at = START;
        double times = 1;
        for (int i = 0; i < 60; i++) {
            at = at.plusSeconds(STEPS[random.nextInt(STEPS.length)]).plusMillis(i == 0 ? 1 : 0);
            times = random.nextInt(4) == 0 ? new double[] {0, 0.2, 1, 3, 30, 1e6}[random.nextInt(6)] : times;
            long total = random.nextInt(5) == 0 ? 0 : (long) Math.pow(10, 6 * random.nextDouble());
            double expected = total * Math.min(1, test.limit() * times);
            long bad = Math.min(total, Math.round(expected + Math.sqrt(expected) * Math.abs(random.nextGaussian())));
            series.add(new Counted(at, bad, total));
        }
        return series;
    }

    private static Offset<Double> near(double expected) {
        return within(1e-9 * Math.max(1, Math.abs(expected)));
    }
}
