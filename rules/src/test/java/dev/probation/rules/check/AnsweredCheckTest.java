package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A check whose answers are events as well. In the tables one letter is one sample, 5 s after the last: g good, e an error,
 * n no data, x an error of the agent's own, and a dash nothing at all.
 */
class AnsweredCheckTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static CheckMachine machine(double tolerated) {
        return new CheckMachine(CheckBuilder.reaching("health", "app")
                .every(EVERY)
                .tolerating(tolerated)
                .rollback()
                .build());
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
            case 'n' -> new Outcome.NoData("nothing");
            case 'e' -> new Outcome.Failed(Outcome.Cause.BAD_STATUS, "HTTP 503, expected 2xx");
            case 'x' -> new Outcome.Failed(Outcome.Cause.AGENT_FAULT, "too many open files");
            default -> throw new IllegalArgumentException("no such sample: " + letter);
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                            | before | again | times | after               | state
            every second answer is bad, too short           | ''     | ge    | 12    | ''                  | BREACHING
            for two minutes                                 | ''     | ge    | 13    | ''                  | FAILING
            a good answer does not end it                   | ''     | ge    | 13    | g                   | FAILING
            nor do six, where every second was bad          | ''     | ge    | 13    | gggggg              | FAILING
            seven would hardly come by chance               | ''     | ge    | 13    | ggggggg             | OK
            no data and the agent's own errors are neither  | ''     | gxne  | 13    | ''                  | FAILING
            they do not end it                              | ''     | ge    | 13    | nx                  | FAILING
            an outage is judged by its length               | g      | e     | 60    | gg                  | OK
            a silence begins anew                           | ''     | ge    | 12    | -----e              | BREACHING
            one bad answer is over with the next            | ''     | ge    | 1     | g                   | OK
            """)
    void failsByTheShareOfItsAnswers(
            String name, String before, String again, int times, String after, CheckState state) {
        assertThat(run(machine(0.05), before + again.repeat(times) + after).state())
                .isEqualTo(state);
    }

    @Test
    void failsInARowAsSoonAsWithout() {
        assertThat(run(machine(0.05), "geee").state()).isEqualTo(CheckState.FAILING);
        assertThat(run(machine(0), "geee").state()).isEqualTo(CheckState.FAILING);
        assertThat(run(machine(0), "gege").state()).isEqualTo(CheckState.BREACHING);
    }

    @Test
    void decidesOnBadAnswersAlone() {
        CheckMachine machine = machine(0.05);

        assertThat(machine.isProven(run(machine, "ge".repeat(12)))).isFalse();
        assertThat(machine.isProven(run(machine, "ge".repeat(13)))).isTrue();
        assertThat(machine.isProven(run(machine, "ge".repeat(13) + "g"))).isFalse();
        assertThat(machine.isProven(run(machine, "ge".repeat(14)))).isTrue();
    }

    @Test
    void saysHowManyAnswersAreBad() {
        CheckMachine machine = machine(0.05);

        assertThat(machine.explain(run(machine, "ge".repeat(13))))
                .isEqualTo(
                        "health HTTP 503, expected 2xx; 13 of 25 answers bad in 2m, 5 % tolerated; evidence over 1e9 : 1"
                                + " (threshold 100 : 1)");
        assertThat(machine.explain(run(machine, "ge".repeat(13) + "g")))
                .isEqualTo("health answered; 13 of 26 answers bad in 2m5s, 5 % tolerated; not yet recovered");
    }

    @Test
    void isPressingUntilTwentyGoodAnswers() {
        CheckMachine machine = machine(0.05);

        assertThat(run(machine, "g").isPressing()).isFalse();
        assertThat(run(machine, "ge" + "g".repeat(19)).isPressing()).isTrue();
        assertThat(run(machine, "ge" + "g".repeat(19)).state()).isEqualTo(CheckState.OK);
        assertThat(run(machine, "ge" + "g".repeat(20)).isPressing()).isFalse();
    }

    @Test
    void sharesAlphaWhereItMayRollBack() {
        assertThat(machine(0.05).check().rollbackTests()).isEqualTo(1);
        assertThat(CheckBuilder.reaching("health", "app")
                        .tolerating(0.05)
                        .build()
                        .rollbackTests())
                .isZero();
        assertThat(CheckBuilder.reaching("health", "app").rollback().build().rollbackTests())
                .isZero();
    }
}
