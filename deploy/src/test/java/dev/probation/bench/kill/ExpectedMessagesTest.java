package dev.probation.bench.kill;

import static dev.probation.bench.kill.Arrivals.entry;
import static dev.probation.bench.kill.Arrivals.notice;
import static dev.probation.bench.kill.Arrivals.pager;
import static dev.probation.bench.kill.Arrivals.report;
import static dev.probation.bench.kill.Arrivals.signal;
import static dev.probation.bench.kill.Arrivals.team;
import static dev.probation.bench.kill.Arrivals.transition;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedMessagesTest {

    private static final JsonObject FAILED = report(transition("a", "breaching", "failing"));
    private static final JsonObject OPENS = notice("failing", "opens", "a");

    @Test
    void whatTheJournalHasAndNobodyGotIsMissing() {
        ExpectedMessages expected = ExpectedMessages.of(report(entry("rollback-decided")), List.of(signal("decision")));

        assertThat(expected.missing())
                .containsExactly(
                        "pager rollback opens was due 1 times, and 0 arrived",
                        "team rollback opens was due 1 times, and 0 arrived");
        assertThat(expected.wrong()).isEmpty();
    }

    @Test
    void aRepeatUnderTheSameIdIsNoSecondMessage() {
        ExpectedMessages expected = ExpectedMessages.of(
                FAILED, List.of(team("1", OPENS), team("1", OPENS), pager("key", "trigger", OPENS)));

        assertThat(expected.missing()).isEmpty();
        assertThat(expected.wrong()).isEmpty();
        assertThat(expected.failing()).containsExactly("a");
    }

    @Test
    void oneThingUnderTwoIdsIsWrong() {
        ExpectedMessages expected = ExpectedMessages.of(FAILED, List.of(team("1", OPENS), team("2", OPENS)));

        assertThat(expected.wrong())
                .singleElement()
                .asString()
                .startsWith("team failing opens a was due 1 times, and came under 2 ids");
    }

    @Test
    void whatWasNeverDueIsWrong() {
        ExpectedMessages expected = ExpectedMessages.of(report(), List.of(signal("decision")));

        assertThat(expected.wrong()).singleElement().asString().startsWith("hook rollback was due 0 times");
    }

    @Test
    void oneMessageMayTellOfSeveralChecks() {
        JsonObject both = notice("failing", "opens", "a")
                .put(
                        "checks",
                        new JsonArray()
                                .add(new JsonObject().put("check", "a"))
                                .add(new JsonObject().put("check", "b")));
        ExpectedMessages expected = ExpectedMessages.of(
                report(transition("a", "breaching", "failing"), transition("b", "breaching", "failing")),
                List.of(team("1", both), pager("key", "trigger", both)));

        assertThat(expected.missing()).isEmpty();
        assertThat(expected.wrong()).isEmpty();
    }

    @Test
    void anIncidentThatIsOpenedAgainAfterItsEndIsWrong() {
        ExpectedMessages expected = ExpectedMessages.of(
                FAILED,
                List.of(
                        team("1", OPENS),
                        pager("key", "trigger", OPENS),
                        pager("key", "resolve", notice("recovered", "resolves", "a")),
                        pager("key", "trigger", OPENS)));

        assertThat(expected.wrong())
                .containsExactly("incident pager's key was told in the wrong order: [trigger, resolve, trigger]");
    }

    @Test
    void anIncidentMustBeResolvedByTheEndOfItsDeployment() {
        ExpectedMessages expected = ExpectedMessages.of(
                report(transition("a", "breaching", "failing"), entry("ended")),
                List.of(team("1", OPENS), pager("key", "trigger", OPENS)));

        assertThat(expected.isOver()).isTrue();
        assertThat(expected.missing())
                .containsExactly(
                        "incident team's shop/a was never resolved", "incident pager's key was never resolved");
    }

    @Test
    void aCheckThatIsWatchedNoMoreIsNotTakenForGood() {
        JsonObject a = notice("recovered", "tells", "a").put("state", "failing");
        JsonObject b = notice("recovered", "resolves", "b").put("state", "failing");

        assertThat(ExpectedMessages.of(FAILED, List.of(team("1", OPENS), team("2", a), team("3", b)))
                        .wrong())
                .containsExactly("incident team's shop/b was told in the wrong order: [resolve]");
    }

    @Test
    void aCheckThatRecoveredIsNotFailing() {
        ExpectedMessages expected = ExpectedMessages.of(
                report(transition("a", "breaching", "failing"), transition("a", "failing", "ok")), List.of());

        assertThat(expected.failing()).isEmpty();
        assertThat(expected.missing()).contains("team recovered resolves a was due 1 times, and 0 arrived");
    }

    @Test
    void aVersionThatIsMissedIsToldOnceAndItsReadingOnlyAfterThat() {
        JsonObject journal =
                report(entry("version-read"), entry("version-missed"), entry("version-missed"), entry("version-read"));
        JsonObject missed = notice("version", "opens", "version");
        JsonObject read = notice("version", "resolves", "version");

        assertThat(ExpectedMessages.of(journal, List.of(team("1", missed))).missing())
                .containsExactly("team version resolves was due 1 times, and 0 arrived");
        assertThat(ExpectedMessages.of(journal, List.of(team("1", missed), team("2", read)))
                        .missing())
                .isEmpty();
        assertThat(ExpectedMessages.of(report(entry("version-read")), List.of(team("1", read)))
                        .wrong())
                .isNotEmpty();
    }
}
