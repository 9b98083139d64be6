package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables a letter is an answer, 5 s after the last: g good, b bad; a number says how often. */
class AnswerEvidenceTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final int EVERY = 5;

    private static AnswerRule test(double limit, int lasting) {
        return new AnswerRule(limit, 0.01, Duration.ofSeconds(lasting));
    }

    private static AnswerEvidence after(AnswerRule test, String answers) {
        AnswerEvidence evidence = AnswerEvidence.NONE;
        for (int i = 0; i < answers.length(); i++) {
            Instant at = START.plusSeconds((long) EVERY * i);
            evidence = answers.charAt(i) == 'b' ? evidence.bad(test, at, true) : evidence.good(test, at);
        }
        return evidence;
    }

    private static String again(String answers, int times) {
        return answers.repeat(times);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                  | before | repeated | times | limit | lasting | reached
            every second one is bad               | ''     | gb       | 13    | 0.05  | 15      | true
            but for less than two minutes         | ''     | gb       | 12    | 0.05  | 15      | false
            for less than it must last            | ''     | gb       | 30    | 0.05  | 300     | false
            for as long                           | ''     | gb       | 31    | 0.05  | 300     | true
            every third                           | ''     | ggb      | 9     | 0.05  | 15      | true
            two of three                          | ''     | gbb      | 9     | 0.05  | 15      | true
            every fifth, a few                    | ''     | ggggb    | 6     | 0.05  | 15      | false
            every fifth, for five minutes         | ''     | ggggb    | 18    | 0.05  | 15      | true
            every twentieth, as is tolerated      | ''     | gggggggggggggggggggb | 300 | 0.05 | 15 | false
            an outage, however long, counts once  | g      | b        | 999   | 0.05  | 15      | false
            half of them, where half may be bad   | ''     | bg       | 300   | 0.5   | 15      | false
            nothing is tolerated: two bad ones    | gbg    | b        | 1     | 0     | 15      | false
            every tenth, nothing tolerated        | ''     | gggggggggb | 4   | 0     | 15      | true
            """)
    void tellsABadShareFromOneThatIsAllowed(
            String name, String before, String repeated, int times, double limit, int lasting, boolean reached) {
        AnswerEvidence evidence = after(test(limit, lasting), before + again(repeated, times));

        assertThat(evidence.reached().isPresent()).isEqualTo(reached);
    }

    @Test
    void twentyGoodOnesEndAStretchAndForgetIt() {
        AnswerRule test = test(0.05, 15);

        assertThat(after(test, "gbgbgb" + again("g", 19)).open()).isPresent();
        assertThat(after(test, "gbgbgb" + again("g", 20))).isEqualTo(new AnswerEvidence(1, Optional.empty()));
        assertThat(after(test, "gbgbgb" + again("g", 20) + "b").stretches()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}: over after {1}")
    @CsvSource({"gb, 7", "gbb, 5", "ggb, 12", "ggggb, 20"})
    void aFailureEndsOnceItsShareIsUnlikely(String repeated, int good) {
        AnswerRule test = test(0.05, 15);
        String failing = again(repeated, 60);

        assertThat(after(test, failing + again("g", good - 1)).reached()).isPresent();
        assertThat(after(test, failing + again("g", good)).open()).isEmpty();
    }

    @Test
    void whatCameBeforeAnInterruptionCountsNoMore() {
        AnswerEvidence evidence = after(test(0.05, 15), again("gb", 12)).interrupted();

        assertThat(evidence.open()).isEmpty();
        assertThat(evidence.stretches()).isEqualTo(1);
    }

    /** Each stretch has a smaller weight, so that all of three days together are bounded. */
    @Test
    void aLaterStretchNeedsMore() {
        AnswerRule test = test(0.05, 15);
        String calm = "b" + again("g", 20);

        assertThat(after(test, "bgb").logE(test)
                        - after(test, again(calm, 9) + "bgb").logE(test))
                .isCloseTo(Math.log(10 * 11 / 2.0), within(1e-12));
    }

    /** Of 2,000 services exactly at the limit, the rule is wrong about 20 at most. */
    @Test
    void isSeldomWrongAboutAShareAtTheLimit() {
        AnswerRule test = test(0.05, 15);
        int wrong = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            wrong += isEverReached(test, 0.05, new Random(seed * 1_000_003L)) ? 1 : 0;
        }

        assertThat(wrong).isLessThanOrEqualTo(20);
    }

    private static boolean isEverReached(AnswerRule test, double share, Random random) {
        AnswerEvidence evidence = AnswerEvidence.NONE;
        for (int i = 0; i < 5_000; i++) {
            Instant at = START.plusSeconds((long) EVERY * i);
            evidence = random.nextDouble() < share ? evidence.bad(test, at, true) : evidence.good(test, at);
            if (evidence.reached().isPresent()) {
                return true;
            }
        }
        return false;
    }
}
