package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioRulesTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final RatioRule TEST = new RatioRule(0.01, Duration.ofMinutes(3), START);

    private static RatioRules of(Check check) {
        return RatioRules.of(check, Baseline.none(START), 2).orElseThrow();
    }

    private static CheckBuilder share() {
        return CheckBuilder.measuring("errors").expect("< 1%").proportion(0.01);
    }

    @Test
    void onlyAProportionIsCounted() {
        assertThat(RatioRules.of(CheckBuilder.measuring("p95").build(), Baseline.none(START), 1))
                .isEmpty();
    }

    @Test
    void theChanceOfBeingWrongIsShared() {
        assertThat(of(share().build()).test().alpha()).isCloseTo(0.005, within(1e-12));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            rollback when | is tested
            '> 5%'        | true
            '>= 5%'       | true
            '< 5%'        | false
            '<= 5%'       | false
            '> 0%'        | false
            '> 100%'      | false
            '> 500ms'     | false
            '> 0.5'       | false
            """)
    void aSharperLimitIsTestedWhereItIsTheLeastOfSharesTooLarge(String breach, boolean tested) {
        Check check = share().rollbackWhen(breach, Duration.ofSeconds(30)).build();

        assertThat(of(check).sharp().isPresent()).isEqualTo(tested);
    }

    @ParameterizedTest(name = "{0} s of samples every 15 s")
    @CsvSource({"30, 30", "0, 15"})
    void aSharperLimitLastsAnIntervalAtLeast(long asked, long lasting) {
        Check check = share().rollbackWhen("> 5%", Duration.ofSeconds(asked)).build();

        assertThat(of(check).sharp().orElseThrow().lasting()).isEqualTo(Duration.ofSeconds(lasting));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case               | bad | total | allowed
            'none'             | 0   | 1000  | true
            'at the limit'     | 10  | 1000  | true
            'above the limit'  | 11  | 1000  | false
            'all'              | 5   | 5     | false
            'no events at all' | 0   | 0     | false
            """)
    void aShareIsAllowedUpToTheLimit(String name, long bad, long total, boolean allowed) {
        RatioRules ratioRules = of(share().build());
        RatioEvidence evidence = RatioEvidence.none(TEST).next(TEST, START.plusSeconds(15), bad, total);

        assertThat(ratioRules.isAllowed(evidence)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            outcome        | bad | total
            'counts more'  | 4   | 300
            'counts none'  | 1   | 100
            'is no answer' | 1   | 100
            """)
    void aSampleThatCountsNothingLeavesTheEvidence(String kind, long bad, long total) {
        RatioEvidence before = RatioRules.next(TEST, null, at(15, counted(1, 100)));
        Outcome outcome = switch (kind) {
            case "counts more" -> counted(3, 200);
            case "counts none" -> Outcome.Measured.of(0.02);
            default -> new Outcome.NoData("empty");
        };

        RatioEvidence after = RatioRules.next(TEST, before, at(30, outcome));

        assertThat(Objects.requireNonNull(after).counts()).isEqualTo(new Counts(bad, total));
    }

    private static Sample at(long second, Outcome outcome) {
        return new Sample(START.plusSeconds(second), share().build().id(), outcome);
    }

    private static Outcome counted(long bad, long total) {
        return new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
    }
}
