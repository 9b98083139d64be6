package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyStretchTest {

    private static final double LIMIT = 0.01;
    private static final Duration BURST = Duration.ofMinutes(10);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void allStretchesLieWithinTheLongestAndTheseAreAmongThem(long seed) {
        SortedMap<Instant, Counts> counted = counted(new Random(seed));
        Predicate<SteadyStretch> isSo =
                stretch -> stretch.rest().bad() > 1.1 * LIMIT * stretch.rest().total();

        List<SteadyStretch> all =
                SteadyStretch.above(LIMIT, counted, BURST).filter(isSo).toList();
        List<SteadyStretch> longest = SteadyStretch.longest(LIMIT, counted, BURST, isSo);

        assertThat(all).containsAll(longest);
        assertThat(all).allMatch(stretch -> longest.stream().anyMatch(other -> isWithin(stretch, other)));
        assertThat(longest)
                .noneMatch(stretch ->
                        longest.stream().anyMatch(other -> !other.equals(stretch) && isWithin(stretch, other)));
    }

    private static boolean isWithin(SteadyStretch stretch, SteadyStretch other) {
        return !from(stretch).isBefore(from(other)) && !stretch.until().isAfter(other.until());
    }

    private static Instant from(SteadyStretch stretch) {
        return stretch.until().minus(stretch.lasted());
    }

    /** Ten hours in pieces of five minutes, of which some are missing, with a share that goes up and down. */
    private static SortedMap<Instant, Counts> counted(Random random) {
        SortedMap<Instant, Counts> counted = new TreeMap<>();
        Instant at = Instant.parse("2026-01-31T10:00:00Z");
        double share = LIMIT;
        for (int i = 0; i < 120; i++) {
            share = random.nextInt(10) == 0 ? LIMIT * 3 * random.nextDouble() : share;
            at = at.plusSeconds(random.nextInt(30) == 0 ? 1200 : 300);
            long total = 500L + random.nextInt(2000);
            double chance = Math.sqrt(share * total) * random.nextGaussian();
            counted.put(at, new Counts(Math.max(0, Math.round(share * total + chance)), total));
        }
        return counted;
    }
}
