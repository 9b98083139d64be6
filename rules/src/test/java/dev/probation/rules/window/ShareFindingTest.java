package dev.probation.rules.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
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
        ShareFinding finding = new ShareFinding(TEST, new Counts(bad, total));

        assertThat(finding.isKept()).isEqualTo(kept);
        assertThat(finding.sentence()).contains("1 % allowed: ").endsWith(found);
    }

    @Test
    void aVerdictIsWrittenInSmallLetters() {
        assertThat(Verdict.INCONCLUSIVE.label()).isEqualTo("inconclusive");
    }
}
