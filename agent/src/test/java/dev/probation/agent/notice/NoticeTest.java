package dev.probation.agent.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeTest {

    private static final Notice WINDOW = Notice.of(
                    NotificationEvent.WINDOW,
                    Step.TELLS,
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
            JsonObject stored = new JsonObject(notice.toJson().encode());

            assertThat(Notice.fromJson(stored)).isEqualTo(notice);
        }
    }

    @Test
    void saysWhatItIsAbout() {
        assertThat(WINDOW.headline()).isEqualTo("bookreader 1.4.2: window immediate ended: pass");
        assertThat(NoticeFixture.failing("x").headline()).isEqualTo("bookreader 1.4.2: p95-latency is failing");
        assertThat(NoticeFixture.rollback("1.4.2").headline()).isEqualTo("bookreader 1.4.2: rollback");
    }

    @Test
    void aRecoveryResolvesWhatTheFailureOpened() {
        assertThat(NoticeFixture.recovered().incident())
                .isEqualTo(NoticeFixture.failing("x").incident())
                .isEqualTo("probation/bookreader/bookreader-1/p95-latency");
        assertThat(WINDOW.linked(Optional.empty()).incident()).isEqualTo("probation/bookreader/bookreader-1");
    }
}
