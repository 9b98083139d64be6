package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                 | value | quality
            meets both expectations              | 0.2   | GOOD
            on the softer limit                  | 0.3   | SOFT
            beyond the softer limit              | 0.4   | SOFT
            on the limit                         | 0.5   | BAD
            beyond both                          | 0.6   | BAD
            """)
    void holdsAValueAgainstBothExpectations(String name, double value, Quality quality) {
        Check check =
                CheckBuilder.measuring("p95").expect("< 500ms").warn("< 300ms").build();

        assertThat(check.quality(Outcome.Measured.of(value))).isEqualTo(quality);
    }

    @ParameterizedTest(name = "no-data: {0}, on-error: {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            no-data      | on-error     | no data | error
            INCONCLUSIVE | INCONCLUSIVE | NO_DATA | ERROR
            FAIL         | INCONCLUSIVE | BAD     | ERROR
            PASS         | INCONCLUSIVE | GOOD    | ERROR
            INCONCLUSIVE | FAIL         | NO_DATA | BAD
            INCONCLUSIVE | PASS         | NO_DATA | GOOD
            """)
    void whatIsUnmeasuredIsNeitherUnlessTheCheckSaysOtherwise(
            WhenUnmeasured noData, WhenUnmeasured onError, Quality ofNoData, Quality ofError) {
        Check check =
                CheckBuilder.measuring("p95").noData(noData).onError(onError).build();

        assertThat(check.quality(new Outcome.NoData("empty"))).isEqualTo(ofNoData);
        assertThat(check.quality(new Outcome.Failed(Cause.TIMEOUT, "timed out")))
                .isEqualTo(ofError);
    }

    @Test
    void anyAnswerIsGoodWhereReachingTheTargetIsAllThatIsAsked() {
        Check check = CheckBuilder.reaching("health", "app").build();

        assertThat(check.quality(Outcome.Measured.of(17))).isEqualTo(Quality.GOOD);
    }

    @ParameterizedTest
    @CsvSource({"GOOD, true", "SOFT, true", "BAD, true", "NO_DATA, false", "ERROR, false"})
    void onlyGoodAndBadSamplesAreEvidence(Quality quality, boolean evidence) {
        assertThat(quality.isEvidence()).isEqualTo(evidence);
    }

    @ParameterizedTest
    @CsvSource({
        "AGENT_FAULT, FAIL, ERROR",
        "AGENT_FAULT, PASS, ERROR",
        "AGENT_FAULT, INCONCLUSIVE, ERROR",
        "DNS, FAIL, ERROR",
        "DNS, PASS, ERROR",
        "NAME_GONE, FAIL, BAD",
        "NAME_GONE, INCONCLUSIVE, ERROR",
    })
    void whatTheAgentCouldNotAskIsHeldAgainstNobody(Cause cause, WhenUnmeasured policy, Quality expected) {
        Check check = CheckBuilder.reaching("health", "app").onError(policy).build();

        assertThat(check.quality(new Outcome.Failed(cause, "not asked"))).isEqualTo(expected);
    }
}
