package dev.probation.agent.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.rules.window.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTest {

    private static final Notice WINDOW = Notice.of(
                    NotificationEvent.WINDOW,
                    IncidentAction.INFO,
                    NoticeFixture.NOON,
                    NoticeFixture.deployment("1.4.2"),
                    "all 7 checks passed")
            .about(new Ending("immediate", Verdict.PASS));

    @Test
    void comesBackFromItsJsonAsItWas() {
        Ending last = new Ending(
                "long-term",
                Verdict.WARN,
                Optional.of(new Span(NoticeFixture.NOON, NoticeFixture.NOON.plusSeconds(3_600))),
                Optional.of(Verdict.FAIL));
        for (Notice notice : List.of(
                WINDOW,
                WINDOW.about(last),
                NoticeFixture.failing("naïve 🚀 \"quoted\""),
                NoticeFixture.recovered(),
                NoticeFixture.rollback("1.4.2"))) {
            String stored = notice.toJson().encode();

            assertThat(Notice.fromJson(stored)).isEqualTo(notice);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TRIGGER, opens", "RESOLVE, resolves", "INFO, tells"})
    void whatItDoesToItsIncidentIsWrittenAsEver(IncidentAction action, String step) {
        Notice notice =
                Notice.of(NotificationEvent.BLIND, action, NoticeFixture.NOON, NoticeFixture.deployment("1"), "x");

        assertThat(notice.toJson().getString("step")).isEqualTo(step);
        assertThat(IncidentAction.of(step)).isEqualTo(action);
    }

    /** Rows of every version so far hold this. */
    @Test
    void whatIsStoredStaysAsItIs() {
        String stored = "{\"occasion\":\"failing\",\"step\":\"opens\",\"at\":\"2026-01-31T12:00:00Z\","
                + "\"service\":\"bookreader\",\"version\":\"1.4.2\",\"deployment\":\"bookreader-1\",\"reason\":\"x\","
                + "\"check\":\"p95-latency\",\"state\":\"failing\",\"observed\":\"612 ms\",\"limit\":\"< 500 ms\","
                + "\"turn\":\"not-recovered\","
                + "\"link\":\"https://probation.example.com/deployments/bookreader-1\","
                + "\"healedAt\":\"2026-01-31T12:00:01Z\",\"announcement\":\"We look into it.\"}";
        Notice notice = NoticeFixture.failing("x")
                .escalated(RollbackEscalation.NOT_RECOVERED)
                .over(Notice.Resolution.recovered(NoticeFixture.NOON.plusSeconds(1)))
                .announced("We look into it.");

        assertThat(notice.toJson().encode()).isEqualTo(stored);
        assertThat(Notice.fromJson(stored)).isEqualTo(notice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"occasion\":\"celebrated\",\"step\":\"tells\",\"at\":\"2026-01-31T12:00:00Z\",\"service\":\"a\",\"version\":\"1\",\"deployment\":\"a-1\",\"reason\":\"x\"}",
                "{\"occasion\":\"passed\",\"step\":\"escalates\",\"at\":\"2026-01-31T12:00:00Z\",\"service\":\"a\",\"version\":\"1\",\"deployment\":\"a-1\",\"reason\":\"x\"}",
                "{\"occasion\":\"passed\",\"step\":\"tells\",\"at\":\"noon\",\"service\":\"a\",\"version\":\"1\",\"deployment\":\"a-1\",\"reason\":\"x\"}",
                "{\"occasion\":\"passed\",\"step\":\"tells\",\"at\":\"2026-01-31T12:00:00Z\",\"version\":\"1\",\"deployment\":\"a-1\",\"reason\":\"x\"}"
            })
    void whatAnotherVersionWroteIsUnreadableWhateverIsWrongWithIt(String json) {
        assertThatThrownBy(() -> Notice.fromJson(json))
                .isInstanceOf(UnreadableNoticeException.class)
                .hasMessageStartingWith("this version of the agent cannot read it (");
    }

    @Test
    void saysWhatItIsAbout() {
        assertThat(WINDOW.headline()).isEqualTo("bookreader 1.4.2: window immediate ended: pass");
        assertThat(NoticeFixture.failing("x").headline()).isEqualTo("bookreader 1.4.2: p95-latency is failing");
        assertThat(NoticeFixture.storm(2).headline()).isEqualTo("bookreader 1.4.2: 2 checks are failing");
        assertThat(NoticeFixture.recovered().headline()).isEqualTo("bookreader 1.4.2: p95-latency is good again");
        assertThat(NoticeFixture.recovered()
                        .batched(NoticeFixture.storm(2).parts(), "lines")
                        .headline())
                .isEqualTo("bookreader 1.4.2: 2 checks are good again");
        assertThat(NoticeFixture.rollback("1.4.2").headline()).isEqualTo("bookreader 1.4.2: rollback");
    }

    @Test
    void saysThatACheckMeasuresNothingAndThatThisIsOver() {
        Notice opens = Notice.of(
                        NotificationEvent.UNMEASURED,
                        IncidentAction.TRIGGER,
                        NoticeFixture.NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "x")
                .about(new Notice.Evidence("p95", "error", Optional.empty(), Optional.empty()));
        Notice failing = Notice.of(
                        NotificationEvent.UNMEASURED,
                        IncidentAction.RESOLVE,
                        NoticeFixture.NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "x")
                .about(new Notice.Evidence("p95", "failing", Optional.empty(), Optional.empty()));

        assertThat(opens.headline()).isEqualTo("bookreader 1.4.2: p95 measures nothing");
        assertThat(opens.over(Notice.Resolution.recovered(NoticeFixture.NOON)).headline())
                .isEqualTo("bookreader 1.4.2: p95 measured nothing and is measured again");
        assertThat(opens.over(new Notice.Resolution(NoticeFixture.NOON, false)).headline())
                .isEqualTo("bookreader 1.4.2: over: p95 measured nothing");
        assertThat(failing.headline()).isEqualTo("bookreader 1.4.2: p95 is measured again");
        assertThat(failing.isGoodNews()).isTrue();
        assertThat(failing.escalated(RollbackEscalation.ABANDONED).headline())
                .isEqualTo("bookreader 1.4.2: over: p95 measured nothing");
        assertThat(failing.incident())
                .isEqualTo(opens.incident())
                .isEqualTo("probation/bookreader/bookreader-1/unmeasured/p95");
    }

    @Test
    void aRecoveryResolvesWhatTheFailureOpened() {
        assertThat(NoticeFixture.recovered().incident())
                .isEqualTo(NoticeFixture.failing("x").incident())
                .isEqualTo("probation/bookreader/bookreader-1/p95-latency");
        assertThat(WINDOW.linked(null).incident()).isEqualTo("probation/bookreader/bookreader-1");
    }
}
