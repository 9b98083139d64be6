package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bad version left behind is not held against the version that is restored, while the rollback is followed. */
class RestoredVersionTest {

    private static final Deployment RESTORED = new Deployment("d2", "bookreader", "1.4.1", LIVE, LIVE, true);
    private static final CheckId CONNECTIONS = new CheckId("connections");
    private static final Check CHECK = CheckBuilder.measuring(CONNECTIONS.value())
            .expect("< 180")
            .lasting(Duration.ofSeconds(45))
            .build();
    private static final Check ERRORS = CheckBuilder.measuring("errors")
            .expect("< 0.1%")
            .proportion(0.001)
            .lasting(Duration.ofMinutes(3))
            .build();

    private static Checklist checklist(Check... checks) {
        return new Checklist(
                List.of(checks),
                List.of(new WindowSpec(
                        "first", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO)),
                List.of(),
                true);
    }

    private static History restored(Check... checks) {
        return new History(new Judge(RESTORED, checklist(checks)));
    }

    /** A value each minute before the deployment, and every 15 s after it. */
    private static History values(History history, long from, long to, double value) {
        History same = history;
        for (long second = from; second < to; second += second < 0 ? 60 : 15) {
            double noise = 1 + 0.01 * Math.floorMod(second * 7, 5);
            same = same.sample(second, CONNECTIONS.value(), Outcome.Measured.of(value * noise));
        }
        return same;
    }

    private static List<CheckState> states(History history) {
        return history.only(Event.Transition.class).stream()
                .map(Event.Transition::to)
                .toList();
    }

    private static CheckVerdict verdict(History history) {
        return history.advance(3600).ended().get(0).window().checks().get(0);
    }

    @Test
    void connectionsThatDrainNeitherFailNorCount() {
        History history = restored(CHECK);

        history = values(history, -600, -180, 100);
        history = values(history, -180, 600, 190);
        history = values(history, 600, 3600, 100);

        assertThat(states(history)).containsExactly(CheckState.BREACHING, CheckState.OK);
        assertThat(verdict(history).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void whatIsStillThereAtTheWindowsEndTellsNothing() {
        History history = restored(CHECK);

        history = values(history, -180, 3600, 190);

        assertThat(states(history)).containsExactly(CheckState.BREACHING);
        assertThat(verdict(history).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(history).reason()).contains("pre-existing");
    }

    @Test
    void onceTheRollbackHasEndedPeopleAreToldOfWhatIsStillThere() {
        History history = restored(CHECK);

        history = values(history, -180, 300, 190);
        assertThat(history.judge().endRollback()).isTrue();
        assertThat(history.judge().endRollback()).isFalse();
        history = values(history, 300, 330, 190);

        assertThat(states(history)).containsExactly(CheckState.BREACHING, CheckState.FAILING);
        assertThat(history.judge().explain(CONNECTIONS)).contains("pre-existing");
    }

    @Test
    void whatBeginsAfterwardsIsItsOwn() {
        History history = restored(CHECK);

        history = values(history, -600, 300, 100);
        history = values(history, 300, 400, 190);

        assertThat(states(history)).contains(CheckState.FAILING);
    }

    @Test
    void whatComesBackAfterItWasOverIsItsOwn() {
        History history = restored(CHECK);

        history = values(history, -180, 60, 190);
        history = values(history, 60, 600, 100);
        history = values(history, 600, 700, 190);

        assertThat(states(history)).contains(CheckState.FAILING);
    }

    @Test
    void whatBecomesWorseIsItsOwn() {
        History history = restored(CHECK);

        history = values(history, -1500, 60, 190);
        history = values(history, 60, 2400, 300);

        assertThat(states(history)).contains(CheckState.FAILING);
        assertThat(history.judge().explain(CONNECTIONS)).contains("worse");
    }

    @Test
    void aShareThatWasTooLargeUntilTheRollbackIsLeftBehindToo() {
        History history = restored(ERRORS);

        for (long second = -900; second < 900; second += second < 0 ? 300 : 15) {
            long total = second < 0 ? 30_000 : 1_500;
            Outcome outcome = new Outcome.Measured(0.02, Optional.of(new Counts(total / 50, total)), "");
            history = history.sample(second, "errors", outcome);
        }

        assertThat(states(history)).doesNotContain(CheckState.FAILING);
        assertThat(history.judge().progress(ERRORS.id()).isInherited()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJudgeThatGoesOnKnowsWhetherTheRollbackHasEnded(boolean ended) {
        History history = values(restored(CHECK), -180, 300, 190);
        assertThat(ended && history.judge().endRollback()).isEqualTo(ended);

        History resumed = new History(
                new Judge(RESTORED, checklist(CHECK), history.judge().snapshot()));

        assertThat(states(values(resumed, 300, 330, 190)).contains(CheckState.FAILING))
                .isEqualTo(ended);
    }

    /** Of a release, what broke in the last minutes may be its own. */
    @Test
    void aReleaseIsNotExcusedByWhatBrokeAsItWentLive() {
        History release = History.of(checklist(CHECK));

        release = values(release, -180, 300, 190);

        assertThat(states(release)).contains(CheckState.FAILING);
        assertThat(release.judge().progress(CONNECTIONS).isInherited()).isFalse();
        assertThat(release.judge().endRollback()).isFalse();
    }
}
