package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumedJudgeTest {

    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Checklist CHECKLIST = new Checklist(
            List.of(CheckBuilder.measuring("p95").build()),
            List.of(window("first", 0, 60), window("second", 60, 120), window("third", 120, 180)),
            List.of(),
            true);

    private static WindowSpec window(String name, long from, long until) {
        return new WindowSpec(
                name, Duration.ofSeconds(from), Duration.ofSeconds(until), Optional.empty(), 0, Duration.ZERO);
    }

    private static Judge resumed(History history) {
        return new Judge(History.DEPLOYMENT, CHECKLIST, history.judge().snapshot());
    }

    @Test
    void goesOnInTheWindowItWasIn() {
        History history = History.of(CHECKLIST).goodFrom(0, 90, EVERY, "p95");

        Judge judge = resumed(history);

        assertThat(judge.isOver()).isFalse();
        assertThat(judge.window()).contains("second");
        assertThat(judge.windows()).isEqualTo(history.judge().windows());
        assertThat(judge.advance(at(60))).isEmpty();
        assertThat(judge.advance(at(180))).hasSize(2);
    }

    @Test
    void whatWasCutShortStaysOver() {
        History history = History.of(CHECKLIST).goodFrom(0, 90, EVERY, "p95").end(90);

        Judge judge = resumed(history);

        assertThat(judge.isOver()).isTrue();
        assertThat(judge.snapshot()).isEqualTo(history.judge().snapshot());
        assertThat(judge.advance(at(180))).isEmpty();
    }
}
