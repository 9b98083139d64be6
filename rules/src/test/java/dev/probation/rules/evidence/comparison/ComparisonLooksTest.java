package dev.probation.rules.evidence.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonLooksTest {

    private static final ComparisonLooks LOOKS = new ComparisonLooks(20, 0.98);

    @ParameterizedTest(name = "{0} samples")
    @CsvSource({"0,0", "19,0", "20,1", "39,1", "40,2", "79,2", "80,3", "17280,10"})
    void theSamplesAreLookedAtWhenTheyHaveDoubled(long samples, int looks) {
        assertThat(LOOKS.due(samples)).isEqualTo(looks);
        assertThat(looks == 0 || LOOKS.samples(looks) <= samples).isTrue();
        assertThat(LOOKS.samples(looks + 1)).isGreaterThan(samples);
    }

    @Test
    void allLooksTogetherSpendTheWholeChanceAndNoMore() {
        double spent = 0;
        for (int look = 1; look <= 100_000; look++) {
            spent += 1 - LOOKS.confidence(look);
        }

        assertThat(spent).isLessThanOrEqualTo(0.02).isCloseTo(0.02, within(1e-6));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new ComparisonLooks(0, 0.98)).hasMessageContaining("but was given 0");
        assertThatThrownBy(() -> new ComparisonLooks(1, 1)).hasMessageContaining("but was 1");
        assertThatThrownBy(() -> new ComparisonLooks(1, 0.5)).hasMessageContaining("but was 0.5");
        assertThatThrownBy(() -> LOOKS.confidence(0)).hasMessageContaining("number 0");
    }

    @Tag("simulation")
    @Test
    void whoeverLooksAgainAndAgainIsStillRarelyWrong() {
        Random random = new Random(6);
        int found = 0;
        for (int run = 0; run < 500; run++) {
            double[] baseline = random.doubles(300).toArray();
            double[] current = random.doubles(1280).toArray();
            for (int look = 1; look <= LOOKS.due(current.length); look++) {
                ComparisonRule rule = new ComparisonRule(ComparisonDirection.EITHER, 0, LOOKS.confidence(look));
                double[] seen = Arrays.copyOf(current, (int) LOOKS.samples(look));
                if (Comparison.of(baseline, seen, rule).result() != ComparisonResult.PASS) {
                    found++;
                    break;
                }
            }
        }

        assertThat(found).isLessThanOrEqualTo(19); // 2 % and three standard deviations
    }
}
