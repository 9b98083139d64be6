package dev.probation.bench.kill;

import static dev.probation.bench.kill.Arrivals.AT;
import static dev.probation.bench.kill.Arrivals.entry;
import static dev.probation.bench.kill.Arrivals.notice;
import static dev.probation.bench.kill.Arrivals.pager;
import static dev.probation.bench.kill.Arrivals.report;
import static dev.probation.bench.kill.Arrivals.signal;
import static dev.probation.bench.kill.Arrivals.team;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KillResultTest {

    private static final String DECIDED = "ROLLBACK_DECIDED 1 {}";
    private static final JsonObject OPENS = notice("rollback", "opens", "a");
    private static final List<FakeServices.Arrival> TOLD =
            List.of(signal("decision"), team("1", OPENS), pager("key", "trigger", OPENS));
    private static final Optional<String> DECISION = Optional.of("decision 1 a");

    private static StoreCopy.Row row(String receiver, boolean started, boolean settled, String refused) {
        return new StoreCopy.Row(receiver + "-id", receiver, 0, started, settled, refused, OPENS.encode());
    }

    /** All settled. */
    private static StoreCopy after() {
        return new StoreCopy(
                DECISION,
                List.of(
                        row("hook", false, true, ""),
                        row("command", true, true, ""),
                        row("team", false, true, ""),
                        row("pager", false, true, "")),
                List.of(DECIDED));
    }

    private static KillResult result(
            StoreCopy before,
            List<FakeServices.Arrival> arrivedBefore,
            StoreCopy after,
            List<FakeServices.Arrival> arrived,
            List<String> starts) {
        return new KillResult(
                new KillResult.Before(before, arrivedBefore),
                AT,
                500,
                after,
                arrived,
                starts,
                report(entry("rollback-decided")));
    }

    private static List<FakeServices.Arrival> and(FakeServices.Arrival more) {
        List<FakeServices.Arrival> all = new ArrayList<>(TOLD);
        all.add(more);
        return all;
    }

    @Test
    void aRoundInWhichAllArrivedOnceIsRight() {
        KillResult result = result(after(), TOLD, after(), TOLD, List.of("decision"));

        assertThat(result.wrong()).isEmpty();
        assertThat(result.repeated()).isEmpty();
        assertThat(result.reached())
                .containsExactly(
                        "signal: recorded as taken", "command: recorded as ended", "people: no message pending");
    }

    @Test
    void whatWasOnItsWayAtTheKillMayComeAgain() {
        StoreCopy before = new StoreCopy(
                DECISION,
                List.of(
                        row("hook", false, false, ""),
                        row("command", true, true, ""),
                        row("team", false, true, ""),
                        row("pager", false, true, "")),
                List.of(DECIDED));

        KillResult result = result(before, TOLD, after(), and(signal("decision")), List.of("decision"));

        assertThat(result.wrong()).isEmpty();
        assertThat(result.repeated()).containsEntry("hook decision", 1);
        assertThat(result.reached()).contains("signal: sent, not recorded");
    }

    @Test
    void whatWasRecordedBeforeTheKillMayNotComeAgain() {
        KillResult result = result(after(), TOLD, after(), and(signal("decision")), List.of("decision"));

        assertThat(result.wrong()).containsExactly("hook decision came 2 times, and was not under way at the kill");
    }

    @Test
    void aCommandMayNotStartTwice() {
        KillResult result = result(after(), TOLD, after(), TOLD, List.of("decision", "decision"));

        assertThat(result.wrong()).containsExactly("the command was started 2 times");
    }

    @Test
    void aDecisionMayNotBecomeAnother() {
        StoreCopy other = new StoreCopy(Optional.of("other 2 b"), after().outbox(), List.of(DECIDED));

        KillResult result = result(after(), TOLD, other, TOLD, List.of("decision"));

        assertThat(result.wrong()).containsExactly("decision " + DECISION + " became " + other.decision());
    }

    @Test
    void theJournalOnlyGrows() {
        StoreCopy before = new StoreCopy(DECISION, after().outbox(), List.of("STARTED 0 {}", DECIDED));

        assertThat(result(before, TOLD, after(), TOLD, List.of("decision")).wrong())
                .singleElement()
                .asString()
                .startsWith("the journal at the kill");
    }

    @Test
    void aMessageThatIsGoneOrStillPendingIsWrong() {
        StoreCopy less = new StoreCopy(
                DECISION,
                List.of(row("hook", false, true, ""), row("command", true, true, ""), row("team", false, false, "")),
                List.of(DECIDED));

        assertThat(result(after(), TOLD, less, TOLD, List.of("decision")).wrong())
                .containsExactly("message team-id is still pending", "message pager-id is gone from the store");
    }
}
