package dev.probation.rules.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.series.ComparisonProgress;
import dev.probation.rules.check.series.SeriesProgress;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are held against those from before the deployment. A value a minute, which varies by 3 % unless said otherwise. */
class BaselineJudgeTest {

    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;
    private static final CheckId P95 = new CheckId("p95");

    private final Random random = new Random(7);

    private static CheckBuilder check() {
        return CheckBuilder.measuring("p95")
                .comparing("<= baseline + 10%")
                .every(Duration.ofMinutes(1))
                .lasting(Duration.ofMinutes(3))
                .rollback();
    }

    private static History history(Check check) {
        return History.of(new Checklist(
                List.of(check),
                List.of(
                        new WindowSpec("first", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO),
                        new WindowSpec(
                                "second",
                                Duration.ofHours(1),
                                Duration.ofHours(72),
                                Optional.empty(),
                                0,
                                Duration.ZERO)),
                List.of(),
                true));
    }

    private void values(History history, long from, long to, long step, LongToDoubleFunction value) {
        for (long second = from; second < to; second += step) {
            double noise = 1 + 0.03 * random.nextGaussian();
            assertThat(history.sample(second, "p95", Outcome.Measured.of(value.applyAsDouble(second) * noise)))
                    .isSameAs(history);
        }
    }

    private static String outcome(History history) {
        return history.rollback().isPresent()
                ? "rollback"
                : history.judge().progress(P95).state().label();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                          | expect              | before | after | outcome
            'the same'                    | '<= baseline + 10%' | 0.5    | 0.5   | ok
            'better'                      | '<= baseline + 10%' | 0.5    | 0.3   | ok
            'worse, but as tolerated'     | '<= baseline + 10%' | 0.5    | 0.52  | ok
            'half as much again'          | '<= baseline + 10%' | 0.5    | 0.75  | rollback
            'fewer, where more is good'   | '>= baseline - 10%' | 500    | 300   | rollback
            'as many, where more is good' | '>= baseline - 10%' | 500    | 500   | ok
            'none, where there were some' | '>= baseline - 10%' | 500    | 0     | rollback
            'some, where there were none' | '<= baseline + 10%' | 0      | 1     | rollback
            'none, as there were none'    | '<= baseline + 10%' | 0      | 0     | ok
            """)
    void isHeldAgainstTheHourBefore(String name, String expect, double before, double after, String expected) {
        History history = history(check().comparing(expect).build());

        values(history, -HOUR, 0, 60, second -> before);
        values(history, 60, HOUR, 60, second -> after);

        assertThat(outcome(history)).isEqualTo(expected);
    }

    @Test
    void theReasonNamesBothAndTheRest() {
        History history = history(check().build());

        values(history, -HOUR, 0, 60, second -> 0.5);
        values(history, 60, HOUR, 60, second -> 0.75);

        assertThat(history.rollback().orElseThrow().reason())
                .matches(
                        "p95 7\\d\\d ms, expected <= baseline \\+ 10 %: median 7\\d\\d ms, (4|5)\\d(\\.\\d)? % above "
                                + "the hour before the deployment \\((4|5)\\d\\d ms, 60 samples\\), for \\d+m \\(\\d evaluations in a row\\)");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 40, 70})
    void aRhythmOfTheDayIsNoRegressionAndHidesNone(long onsetHours) {
        LongToDoubleFunction rhythm = second -> 0.5 + 0.3 * Math.sin(2 * Math.PI * second / DAY);
        History healthy = history(check().build());
        values(healthy, -7 * DAY, -4 * DAY, 300, rhythm);
        values(healthy, -DAY, -HOUR, 300, rhythm);
        values(healthy, -HOUR, 0, 60, rhythm);
        values(healthy, 60, 72 * HOUR, 60, rhythm);
        History regressed = history(check().build());
        values(regressed, -7 * DAY, -4 * DAY, 300, rhythm);
        values(regressed, -DAY, -HOUR, 300, rhythm);
        values(regressed, -HOUR, 0, 60, rhythm);
        long onset = onsetHours * HOUR;
        values(regressed, 60, 72 * HOUR, 60, second -> rhythm.applyAsDouble(second) * (second < onset ? 1 : 1.5));

        assertThat(healthy.rollback()).isEmpty();
        assertThat(regressed.rollback().orElseThrow().at()).isBetween(History.at(onset), History.at(onset + 50 * 60));
    }

    @Test
    void aWindowThatIsAskedMoreRarelyFindsARegressionToo() {
        WindowSpec day = new WindowSpec("day", Duration.ZERO, Duration.ofHours(24), Optional.empty(), 0, Duration.ZERO);
        WindowSpec rest = new WindowSpec(
                "rest",
                Duration.ofHours(24),
                Duration.ofHours(72),
                Optional.of(Duration.ofMinutes(5)),
                0,
                Duration.ZERO);
        Check check = check().lasting(Duration.ofMinutes(10)).build();
        History history = History.of(new Checklist(List.of(check), List.of(day, rest), List.of(), true));
        values(history, -7 * DAY, -4 * DAY, 300, second -> 0.5);
        values(history, -DAY, 0, 60, second -> 0.5);
        values(history, 60, DAY, 60, second -> 0.5);
        values(history, DAY, 72 * HOUR, 300, second -> second < 26 * HOUR ? 0.5 : 1.5);

        assertThat(history.rollback().orElseThrow().at()).isBetween(History.at(26 * HOUR), History.at(29 * HOUR + 600));
    }

    @ParameterizedTest
    @ValueSource(longs = {600, 660, 720, 780, 840, 900, 960, 1020, 1080})
    void whatLastsLessThanForDecidesNothing(long from) {
        Check check = check().lasting(Duration.ofMinutes(10)).build();
        History history = history(check);

        values(history, -HOUR, 0, 60, second -> 0.5);
        values(history, 60, 4 * HOUR, 60, second -> second >= from && second < from + 540 ? 5 : 0.5);

        assertThat(outcome(history)).isEqualTo("ok");
    }

    @Test
    void withTheHourBeforeAloneALaterTimeOfDayIsNotTold() {
        History history = history(check().build());

        values(history, -HOUR, 0, 60, second -> 0.5);
        values(history, 60, 6 * HOUR, 60, second -> second < 2 * HOUR ? 0.5 : 5);

        assertThat(history.rollback()).isEmpty();
        assertThat(history.judge().explain(P95))
                .contains("there are no samples of this time of day from before the deployment");
    }

    @Test
    void whatOneReferenceCannotTellTheOtherDoesNotDecide() {
        History history = history(check().build());

        values(history, -7 * DAY, -7 * DAY + 4 * HOUR, 600, second -> 0.75);
        values(history, -DAY, -HOUR, 60, second -> 0.5);
        values(history, -HOUR, 0, 60, second -> 0.5);
        values(history, 60, 4 * HOUR, 60, second -> 0.75);

        assertThat(history.rollback()).isEmpty();
    }

    @Test
    void valuesThatRememberAreTakenFartherApart() {
        History history = history(check().build());
        double[] drift = {0};
        LongToDoubleFunction wandering = second -> {
            drift[0] = 0.97 * drift[0] + 0.05 * random.nextGaussian();
            return 0.5 * (1 + drift[0]);
        };

        values(history, -DAY, 0, 60, wandering);
        values(history, 60, 48 * HOUR, 60, wandering);

        assertThat(history.rollback()).isEmpty();
        SeriesProgress series = history.judge().progress(P95).series().orElseThrow();
        assertThat(((ComparisonProgress) series).looks()).isBetween(5, 60);
    }

    @Test
    void withoutABaselineNothingIsTold() {
        History history = history(check().build());

        values(history, 60, 2 * HOUR, 60, second -> 5);

        assertThat(history.rollback()).isEmpty();
        assertThat(history.judge().progress(P95).state()).isEqualTo(CheckState.WAITING);
        assertThat(history.ended().get(0).window().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(history.ended().get(0).window().reason())
                .isEqualTo(
                        "p95, expected <= baseline + 10 %: there are no samples of this time of day from before the deployment");
    }

    @Test
    void fourSamplesAreNoBaseline() {
        History history = history(check().build());

        values(history, -240, 0, 60, second -> 0.5);
        values(history, 60, 2 * HOUR, 60, second -> 5);

        assertThat(history.rollback()).isEmpty();
        assertThat(history.ended().get(0).window().reason())
                .isEqualTo(
                        "p95, expected <= baseline + 10 %: 4 samples of the hour before the deployment are too few to tell a difference"
                                + " from chance");
    }

    @Test
    void aFailureEndsWhenLooksAreGoodAgain() {
        History history = history(check().build());

        values(history, -HOUR, 0, 60, second -> 0.5);
        values(history, 60, 37 * 60, 60, second -> 0.75);
        values(history, 37 * 60, 2 * HOUR, 60, second -> 0.5);

        assertThat(history.only(Event.Transition.class))
                .extracting(Event.Transition::to)
                .containsExactly(CheckState.BREACHING, CheckState.FAILING, CheckState.OK);
        assertThat(history.ended().get(0).window().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aSnapshotGoesOnInTheMiddleOfALook() {
        Check check = check().build();
        History whole = history(check);
        values(whole, -HOUR, 0, 60, second -> 0.5);
        values(whole, 60, 6 * 60, 60, second -> 0.75);
        JudgeSnapshot snapshot = whole.judge().snapshot();
        History resumed = new History(new Judge(
                History.DEPLOYMENT,
                new Checklist(
                        List.of(check),
                        List.of(new WindowSpec(
                                "first", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO)),
                        List.of(),
                        true),
                snapshot));

        values(whole, 6 * 60, HOUR - 60, 60, second -> 0.75);
        values(resumed, 6 * 60, HOUR - 60, 60, second -> 0.75);

        assertThat(resumed.rollback().orElseThrow().at())
                .isEqualTo(whole.rollback().orElseThrow().at());
    }
}
