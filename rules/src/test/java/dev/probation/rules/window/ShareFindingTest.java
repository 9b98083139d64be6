package dev.probation.rules.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.evidence.proportion.Bursts.Burst;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareFindingTest {

    private static final RatioRule TEST = new RatioRule(0.01, 0.01, Duration.ofMinutes(3), Instant.EPOCH);

    /** The numbers were computed by another programme. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            bad | total | kept  | found
            0   | 10000 | true  | 'proven, at most 0.0602 % at any time'
            20  | 10000 | true  | 'proven, at most 0.392 % at any time'
            0   | 599   | true  | 'not contradicted; 600 events at this share would prove it'
            0   | 600   | true  | 'proven, at most 0.999 % at any time'
            1   | 200   | true  | 'not contradicted; 3,709 events at this share would prove it'
            99  | 10000 | true  | 'not contradicted; too close to the limit to be proven'
            100 | 10000 | false | 'not below the limit, but too few events to tell it from chance'
            3   | 200   | false | 'not below the limit, but too few events to tell it from chance'
            """)
    void saysWhatAllEventsSay(long bad, long total, boolean kept, String found) {
        ShareFinding finding = new ShareFinding(TEST, new Counts(bad, total), 1, Bursts.NONE);

        assertThat(finding.isKept()).isEqualTo(kept);
        assertThat(finding.sentence()).contains("1 % allowed: ").endsWith(found);
    }

    /** A burst is a minute of nothing but errors at 100 a second. */
    @ParameterizedTest(name = "{0} of {1} with {2} bursts, clumps of {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            bad      | total      | bursts | clump | verdict      | found
            6000     | 360000     | 1      | 1     | WARN         | 'above the limit only because of 1 burst: 6,000 bad in 1m after 0s'
            6000     | 360000     | 1      | 5000  | WARN         | 'above the limit only because of 1 burst: 6,000 bad in 1m after 0s'
            18000    | 360000     | 3      | 1     | WARN         | 'above the limit only because of 3 bursts: 6,000 bad in 1m after 1h, 6,000 bad in 1m after 30m, 6,000 bad in 1m after 0s'
            30000    | 360000     | 5      | 1     | FAIL         | 'above the limit, with 5 bursts: 6,000 bad in 1m after 2h, 6,000 bad in 1m after 1h30m, 6,000 bad in 1m after 1h, 6,000 bad in 1m after 30m and 1 more'
            30000    | 360000     | 5      | 5000  | FAIL         | 'above the limit, with 5 bursts: 6,000 bad in 1m after 2h, 6,000 bad in 1m after 1h30m, 6,000 bad in 1m after 1h, 6,000 bad in 1m after 30m and 1 more'
            24000    | 3000000    | 4      | 1     | PASS         | 'proven, at most 0.876 % at any time'
            30000    | 1900000    | 5      | 1     | WARN         | 'above the limit only because of 2 bursts: 6,000 bad in 1m after 30m, 6,000 bad in 1m after 0s'
            30000    | 2800000    | 5      | 1     | WARN         | 'above the limit only because of 1 burst: 6,000 bad in 1m after 0s'
            28500    | 2500000    | 4      | 1     | WARN         | 'above the limit only because of 1 burst: 6,000 bad in 1m after 0s'
            6100     | 605000     | 1      | 1     | WARN         | 'above the limit only because of 1 burst: 6,000 bad in 1m after 0s'
            12000    | 360000     | 1      | 1     | FAIL         | 'above the limit, even without 1 burst: 6,000 bad in 1m after 0s'
            9600     | 360000     | 1      | 50    | INCONCLUSIVE | 'too few events to tell it from chance, since about 50 bad ones come together, even without 1 burst: 6,000 bad in 1m after 0s'
            5000     | 360000     | 0      | 1     | FAIL         | 'above the limit'
            110      | 5000       | 0      | 50    | INCONCLUSIVE | 'too few events to tell it from chance, since about 50 bad ones come together'
            93154590 | 8627971442 | 0      | 1     | WARN         | 'above the limit, by less than 10 %'
            93154590 | 8627971442 | 0      | 9000  | WARN         | 'above the limit, by less than 10 %'
            10200    | 1000000    | 0      | 1     | INCONCLUSIVE | 'too few events to tell it from chance'
            """)
    void forgivesAFewBursts(long bad, long total, int count, double clump, Verdict verdict, String found) {
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = Duration.ofMinutes(30L * i).toNanos();
            bursts.add(new Burst(from, from, from + Duration.ofMinutes(1).toNanos(), 6000, 6000, i * 180_000L));
        }
        ShareFinding finding = new ShareFinding(TEST, new Counts(bad, total), clump, new Bursts(bursts));

        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.sentence()).endsWith(found);
    }

    @Test
    void whatLastsLongerThanABurstCountsAsSeveral() {
        long three = Duration.ofMinutes(3).toNanos();
        List<Burst> touching = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            touching.add(new Burst(i * three, i * three, (i + 1) * three, 6000, 18_000, i * 18_000L));
        }
        ShareFinding finding = new ShareFinding(TEST, new Counts(30_000, 360_000), 1, new Bursts(touching));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.sentence())
                .endsWith("above the limit, with 1 burst, counted as 5 by lengths of 3m: 30,000 bad in 15m after 0s");
    }

    @Test
    void aVerdictIsWrittenInSmallLetters() {
        assertThat(Verdict.INCONCLUSIVE.label()).isEqualTo("inconclusive");
    }
}
