package dev.probation.agent.outbox.stage;

import static dev.probation.agent.notice.NoticeFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.store.Message;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KnownIncidentsTest {

    private final KnownIncidents incidents = new KnownIncidents();

    private static Message at(int seconds, Notice notice) {
        Instant at = NOON.plusSeconds(seconds);
        Message message = NoticeFixture.message("m" + seconds, "team", notice);
        return new Message(message.id(), message.deployment(), message.receiver(), message.incident(), at, notice);
    }

    @Test
    void whatFailedAgainIsOverWithItsLastEnd() {
        Message later = ended(15);
        incidents.ended(ended(5));
        incidents.ended(later);
        incidents.ended(ended(7));

        assertThat(incidents.howOver(at(10, NoticeFixture.failing("x")))).contains(later.resolution());
    }

    private static Message ended(int seconds) {
        return at(seconds, NoticeFixture.recovered());
    }

    @Test
    void theStoreKnowsOfNoEndThatCameAfterWhatIsWritten() {
        Message first = ended(5);
        Message later = ended(15);
        incidents.ended(first);
        incidents.ended(later);

        incidents.written(first);
        assertThat(incidents.howOver(at(10, NoticeFixture.failing("x")))).isPresent();
        incidents.written(later);
        assertThat(incidents.howOver(at(10, NoticeFixture.failing("x")))).isEmpty();
    }
}
