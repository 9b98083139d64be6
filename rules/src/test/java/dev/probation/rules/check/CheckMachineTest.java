package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In the tables one letter is one sample, 15 s after the last: g good, s beyond the softer limit, b bad, n no data,
 * e error, and a dash nothing at all.
 */
class CheckMachineTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(15);

    @ParameterizedTest(name = "{0}, then {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            from      | samples | next | to
            WAITING   | ''      | g    | OK
            WAITING   | ''      | s    | WARN
            WAITING   | ''      | b    | BREACHING
            WAITING   | ''      | n    | NO_DATA
            WAITING   | ''      | e    | ERROR
            OK        | g       | g    | OK
            OK        | g       | s    | WARN
            OK        | g       | b    | BREACHING
            OK        | g       | n    | NO_DATA
            OK        | g       | e    | ERROR
            WARN      | s       | g    | OK
            WARN      | s       | s    | WARN
            WARN      | s       | b    | BREACHING
            WARN      | s       | n    | NO_DATA
            WARN      | s       | e    | ERROR
            BREACHING | b       | g    | OK
            BREACHING | b       | s    | WARN
            BREACHING | b       | b    | BREACHING
            BREACHING | bb      | b    | FAILING
            BREACHING | b       | n    | NO_DATA
            BREACHING | b       | e    | ERROR
            FAILING   | bbb     | g    | FAILING
            FAILING   | bbbg    | g    | OK
            FAILING   | bbbg    | s    | WARN
            FAILING   | bbbg    | b    | FAILING
            FAILING   | bbbgb   | g    | FAILING
            FAILING   | bbb     | s    | FAILING
            FAILING   | bbb     | b    | FAILING
            FAILING   | bbb     | n    | FAILING
            FAILING   | bbb     | e    | FAILING
            NO_DATA   | n       | g    | OK
            NO_DATA   | n       | s    | WARN
            NO_DATA   | n       | b    | BREACHING
            NO_DATA   | bbn     | b    | FAILING
            NO_DATA   | n       | n    | NO_DATA
            NO_DATA   | n       | e    | ERROR
            ERROR     | e       | g    | OK
            ERROR     | e       | s    | WARN
            ERROR     | e       | b    | BREACHING
            ERROR     | bbe     | b    | FAILING
            ERROR     | e       | n    | NO_DATA
            ERROR     | e       | e    | ERROR
            """)
    void everyStateMeetsEveryQuality(CheckState from, String samples, String next, CheckState to) {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("p95").warn("< 300ms").failures(3).build());

        assertThat(run(machine, samples).state()).isEqualTo(from);
        assertThat(run(machine, samples + next).state()).isEqualTo(to);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                       | samples           | state
            two bad samples are not enough             | bb                | BREACHING
            the third in a row fails                   | bbb               | FAILING
            a good one between begins anew             | bbgbb             | BREACHING
            no data and errors between do not          | bnbeb             | FAILING
            nor does a long silence                    | bb------------b   | FAILING
            two good samples in a row recover          | bbbgg             | OK
            no data between them does not matter       | bbbgng            | OK
            a bad one between does                     | bbbgbg            | FAILING
            no data never ends a failure               | bbbnnnnnnnnn      | FAILING
            errors never end a failure                 | bbbeeeeeeeee      | FAILING
            recovered, it needs three again            | bbbggbb           | BREACHING
            """)
    void failsAfterThreeInARow(String name, String samples, CheckState state) {
        CheckMachine machine =
                new CheckMachine(CheckBuilder.measuring("p95").failures(3).build());

        assertThat(run(machine, samples).state()).isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                          | samples           | state
            good and bad in turn                          | gbgbgb            | FAILING
            the bad one may come first                    | bgbgb             | FAILING
            they may be in a row                          | bbb               | FAILING
            two are not enough                            | bgbg              | BREACHING
            the third came too late                       | bggbgb            | BREACHING
            one bad of three never is enough              | bggbggbggb        | BREACHING
            a good one does not end it                    | bg                | BREACHING
            nor does one that is beyond the softer limit  | bs                | BREACHING
            nor do two                                    | bgg               | BREACHING
            the third leaves no room for two more         | bggg              | OK
            and the count begins anew                     | bbgggb            | BREACHING
            no data and errors take no place              | bnngeebgnb        | FAILING
            no data do not decide                         | bgn               | NO_DATA
            and leave open what was                       | bgng              | BREACHING
            a silence proves nothing                      | bgb-----b         | BREACHING
            and nothing is open after it                  | bb----g           | OK
            three lost samples are no silence             | bgb--b            | FAILING
            it stays failing while it is bad in turn      | bgbgbgbgbgbgbg    | FAILING
            two good ones recover                         | bgbgbgg           | OK
            recovered, it needs three again               | bgbgbggbgb        | BREACHING
            of the newest five                            | bgbgbggbgbgb      | FAILING
            """)
    void failsByThreeOfTheNewestFive(String name, String samples, CheckState state) {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("p95").warn("< 300ms").failures(3, 5).build());

        assertThat(run(machine, samples).state()).isEqualTo(state);
    }

    @Test
    void saysHowManyOfTheNewestAreBad() {
        CheckMachine machine =
                new CheckMachine(CheckBuilder.measuring("p95").failures(3, 5).build());

        assertThat(machine.explain(run(machine, "b"))).isEqualTo("p95 900 ms, expected < 500 ms");
        assertThat(machine.explain(run(machine, "bgb")))
                .isEqualTo("p95 900 ms, expected < 500 ms, 2 of 3 newest samples bad");
        assertThat(machine.explain(run(machine, "bgbgb")))
                .isEqualTo("p95 900 ms, expected < 500 ms, 3 of 5 newest samples bad");
        assertThat(machine.explain(run(machine, "bgbgbgbg")))
                .isEqualTo("p95 200 ms, expected < 500 ms, 2 of 5 newest samples bad, not yet recovered");
        assertThat(machine.explain(run(machine, "bgbgbgg"))).isEqualTo("p95 200 ms, expected < 500 ms");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                      | samples  | proven
            three values                              | bgbgb    | true
            the newest is good                        | bgbbg    | false
            two values and an error                   | bgegb    | false
            an error takes the place of a value       | bebbe    | false
            three values, an error between            | bebb     | true
            """)
    void onlyMeasuredEvidenceIsProofAmongTheNewest(String name, String samples, boolean proven) {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95")
                .onError(WhenUnmeasured.FAIL)
                .failures(3, 5)
                .build());

        assertThat(machine.isProven(run(machine, samples))).isEqualTo(proven);
    }

    @Test
    void errorsAreProofAmongTheNewestWhereReachingTheTargetIsAsked() {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.reaching("health", "app").failures(3, 5).build());

        assertThat(machine.isProven(run(machine, "egege"))).isTrue();
    }

    /** What the first of both says counts. */
    @Test
    void aTimeMayBeGivenBesidesANumberOfTheNewest() {
        Sustain both = new Sustain(Optional.of(new Failures(4, 5)), Optional.of(Duration.ofSeconds(30)), 2);
        CheckMachine machine =
                new CheckMachine(CheckBuilder.measuring("p95").sustain(both).build());

        assertThat(run(machine, "bgbb").state()).isEqualTo(CheckState.BREACHING);
        assertThat(run(machine, "bgbbb").state()).isEqualTo(CheckState.FAILING);
        assertThat(machine.isProven(run(machine, "bgbbb"))).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                            | samples        | state
            from the first to the last is 45 s              | bbbb           | BREACHING
            one minute to the second                        | bbbbb          | FAILING
            a good one between begins anew                  | bbbbgbbbb      | BREACHING
            no data between does not                        | bnbnb          | FAILING
            a sample missing between proves all the same    | b-b-b          | FAILING
            two are too few, however far apart              | bnnnb          | BREACHING
            and so are two with none between                | b---b          | BREACHING
            a silence as long as `for` does too             | bb---b         | FAILING
            a longer one proves nothing                     | bb----b        | BREACHING
            and counting begins after it                    | b----bbbb      | BREACHING
            until that lasted long enough                   | b----bbbbb     | FAILING
            """)
    void failsAfterOneMinute(String name, String samples, CheckState state) {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("p95").lasting(Duration.ofMinutes(1)).build());

        assertThat(run(machine, samples).state()).isEqualTo(state);
    }

    @Test
    void asManyMissedSamplesAsThreeAreNoSilenceHoweverShortTheBreachAskedFor() {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("p95").lasting(Duration.ofSeconds(30)).build());

        assertThat(run(machine, "bb--b").state()).isEqualTo(CheckState.FAILING);
        assertThat(run(machine, "bb---b").state()).isEqualTo(CheckState.BREACHING);
    }

    @Test
    void aWindowThatAsksRarelyDoesNotMakeEverySampleALongSilence() {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("p95").lasting(Duration.ofMinutes(3)).build());
        Duration rarely = Duration.ofMinutes(5);
        CheckProgress progress = CheckProgress.NONE;
        for (int i = 0; i < 3; i++) {
            assertThat(progress.state()).isNotEqualTo(CheckState.FAILING);
            Instant at = START.plus(rarely.multipliedBy(i));
            Sample bad = new Sample(at, machine.check().id(), Outcome.Measured.of(0.9));
            progress = machine.step(progress, bad, Quality.BAD, rarely);
        }

        assertThat(progress.state()).isEqualTo(CheckState.FAILING);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                   | samples   | state
            neither is met         | bbbb      | BREACHING
            five in a row          | bbbbb     | FAILING
            two minutes            | b---b---b | FAILING
            """)
    void whicheverIsMetFirstFails(String name, String samples, CheckState state) {
        Sustain both = new Sustain(Optional.of(Failures.inRow(5)), Optional.of(Duration.ofMinutes(2)), 2);
        CheckMachine machine =
                new CheckMachine(CheckBuilder.measuring("p95").sustain(both).build());

        assertThat(run(machine, samples).state()).isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                      | samples | failing | proven
            values prove                              | bbb     | true    | true
            missing data fails, but proves nothing    | nnn     | true    | false
            nor do the monitoring's own errors        | eee     | true    | false
            one value among them is too little        | nnb     | true    | false
            values prove whatever is between          | bnbeb   | true    | true
            what is unmeasured now is no reason now   | bbbn    | true    | false
            the next value is again                   | bbbnb   | true    | true
            """)
    void whatIsUnmeasuredProvesNothingAgainstTheRelease(String name, String samples, boolean failing, boolean proven) {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95")
                .noData(WhenUnmeasured.FAIL)
                .onError(WhenUnmeasured.FAIL)
                .build());

        CheckProgress progress = run(machine, samples);

        assertThat(progress.state() == CheckState.FAILING).isEqualTo(failing);
        assertThat(machine.isProven(progress)).isEqualTo(proven);
    }

    @Test
    void anErrorProvesWhereReachingTheTargetIsWhatIsAsked() {
        CheckMachine machine =
                new CheckMachine(CheckBuilder.reaching("health", "app").build());

        assertThat(machine.isProven(run(machine, "ee"))).isFalse();
        assertThat(machine.isProven(run(machine, "eee"))).isTrue();
    }

    /** Here b is 0.9 s, above the limit of 500 ms but not above the sharper one, and B is 4 s, above both. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                   | samples  | breached
            too short                              | BB       | false
            as long as asked                       | BBB      | true
            broken by a lesser breach              | BBbB     | false
            broken by a good one                   | BgBB     | false
            no data between                        | BnBB     | true
            two are too few                        | BnB      | false
            nothing new since                      | BBBn     | false
            a silence between                      | BB---B   | true
            a long silence between                 | BB----B  | false
            """)
    void aSharperLimitHasAClockOfItsOwn(String name, String samples, boolean breached) {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95")
                .failures(100)
                .rollbackWhen("> 2s", Duration.ofSeconds(30))
                .every(Duration.ofSeconds(20))
                .build());

        assertThat(machine.sharpBreach(run(machine, samples)).isPresent()).isEqualTo(breached);
    }

    @Test
    void aCheckWithoutASharperLimitNeverBreachesOne() {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95").build());

        assertThat(machine.sharpBreach(run(machine, "BBBBBB"))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            samples   | sentence
            ''        | p95 has no sample yet
            g         | p95 200 ms, expected < 500 ms
            s         | p95 400 ms, expected < 300 ms
            b         | p95 900 ms, expected < 500 ms
            bbnbb     | p95 900 ms, expected < 500 ms, for 1m (4 of 5 samples)
            bbbg      | p95 200 ms, not yet recovered
            n         | p95 no data: empty result, expected < 500 ms
            e         | p95 could not be measured: connect timed out
            bbbe      | p95 could not be measured: connect timed out; bad for 30s (3 of 4 samples)
            """)
    void explainsEveryStateInOneSentence(String samples, String sentence) {
        CheckMachine machine =
                new CheckMachine(CheckBuilder.measuring("p95").warn("< 300ms").build());

        assertThat(machine.explain(run(machine, samples))).isEqualTo(sentence);
    }

    @Test
    void explainsTheSharperLimit() {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95")
                .rollbackWhen("> 2s", Duration.ofSeconds(30))
                .build());

        assertThat(machine.sharpBreach(run(machine, "BBB")))
                .contains("p95 4000 ms, beyond the limit > 2 s, for 30s (3 of 3 samples)");
    }

    @Test
    void showsTheEvidenceThatTheProbeGave() {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("connections").expect("< 180").build());
        Sample sample = new Sample(START, machine.check().id(), Outcome.Measured.of(142, "142 of 200"));

        assertThat(machine.explain(machine.step(CheckProgress.NONE, sample)))
                .isEqualTo("connections 142 (142 of 200), expected < 180");
    }

    @Test
    void whatHasNoWordsIsNamedByItsKind() {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95").build());
        Sample nothing = new Sample(START, machine.check().id(), new Outcome.NoData(""));
        Sample error = new Sample(START, machine.check().id(), new Outcome.Failed(Outcome.Cause.BAD_BODY, ""));

        assertThat(machine.explain(machine.step(CheckProgress.NONE, nothing))).startsWith("p95 no data, expected");
        assertThat(machine.explain(machine.step(CheckProgress.NONE, error)))
                .isEqualTo("p95 could not be measured: bad-body");
    }

    @Test
    void anErrorThatCountsAsBadIsNotHeldAgainstTheLimit() {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.measuring("p95").onError(Check.WhenUnmeasured.FAIL).build());

        assertThat(machine.explain(run(machine, "ee")))
                .isEqualTo("p95 could not be measured: connect timed out; bad for 15s (2 of 2 samples)");
    }

    /** Whether it is reached is what such a check measures. */
    @Test
    void ofWhatIsToBeReachedTheErrorIsTheMeasurement() {
        Check health = CheckBuilder.reaching("health", "app").build();
        CheckMachine machine = new CheckMachine(health);

        assertThat(machine.explain(run(machine, "e"))).isEqualTo("health connect timed out");
    }

    @Test
    void aStateIsDatedFromItsFirstSample() {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95").build());

        assertThat(run(machine, "ggbb").since()).contains(START.plusSeconds(30));
        assertThat(run(machine, "").since()).isEmpty();
    }

    @Test
    void theTargetIsSeenWhenItAnswersWhateverItSays() {
        CheckMachine machine = new CheckMachine(CheckBuilder.measuring("p95").build());

        assertThat(run(machine, "bne").seenAt()).contains(START.plusSeconds(15));
        assertThat(run(machine, "bn").sees()).isTrue();
        assertThat(run(machine, "bne").sees()).isFalse();
        assertThat(run(machine, "").sees()).isFalse();
    }

    @Test
    void eventsAreSummedUp() {
        Sample counted = new Sample(
                START,
                CheckBuilder.measuring("rate").build().id(),
                new Outcome.Measured(0.02, Optional.of(new Counts(3, 150)), ""));

        CheckProgress progress = CheckProgress.NONE.counting(counted).counting(counted);

        assertThat(progress.counted()).isEqualTo(new Counts(6, 300));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case            | failures | for    | recover | message
            neither         |          |        | 2       | neither was given
            no recovery     | 3        |        | 0       | must be at least 1
            backwards       |          | PT-1S  | 2       | lasts at least 0s
            """)
    void aRuleThatCannotBeIsRefused(String name, Integer failures, Duration lasting, int recover, String message) {
        Optional<Failures> inARow = Optional.ofNullable(failures).map(Failures::inRow);

        assertThatThrownBy(() -> new Sustain(inARow, Optional.ofNullable(lasting), recover))
                .hasMessageContaining(message);
    }

    @Test
    void aCheckThatCannotBeIsRefused() {
        assertThatThrownBy(
                        () -> CheckBuilder.measuring("p95").every(Duration.ZERO).build())
                .hasMessageContaining("interval must be positive");
        assertThatThrownBy(() -> CheckBuilder.measuring("p95").minCoverage(0).build())
                .hasMessageContaining("min-coverage");
        assertThatThrownBy(() -> CheckBuilder.measuring("p95").minCoverage(1.01).build())
                .hasMessageContaining("min-coverage");
        assertThatThrownBy(() -> CheckBuilder.measuring("P95").build()).hasMessageContaining("lower case letters");
        assertThatThrownBy(() -> CheckBuilder.measuring("manual").build())
                .hasMessageContaining("not \"manual\", but was \"manual\"");
    }

    private static CheckProgress run(CheckMachine machine, String samples) {
        CheckProgress progress = CheckProgress.NONE;
        for (int i = 0; i < samples.length(); i++) {
            if (samples.charAt(i) != '-') {
                Instant at = START.plus(EVERY.multipliedBy(i));
                progress = machine.step(progress, new Sample(at, machine.check().id(), outcome(samples.charAt(i))));
            }
        }
        return progress;
    }

    private static Outcome outcome(char letter) {
        return switch (letter) {
            case 'g' -> Outcome.Measured.of(0.2);
            case 's' -> Outcome.Measured.of(0.4);
            case 'b' -> Outcome.Measured.of(0.9);
            case 'B' -> Outcome.Measured.of(4);
            case 'n' -> new Outcome.NoData("empty result");
            case 'e' -> new Outcome.Failed(Outcome.Cause.TIMEOUT, "connect timed out");
            default -> throw new IllegalArgumentException("no such sample: " + letter);
        };
    }
}
