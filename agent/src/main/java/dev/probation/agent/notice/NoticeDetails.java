package dev.probation.agent.notice;

import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.notice.Notice.Resolution;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a notice is about, each of it where it applies; {@link Notice} says what each means. */
public record NoticeDetails(
        Optional<Evidence> check,
        Optional<Ending> window,
        Optional<String> decision,
        Optional<String> link,
        List<Part> parts,
        Optional<Resolution> over,
        Optional<String> announcement,
        Optional<RollbackEscalation> escalation) {

    static final NoticeDetails NONE = new NoticeDetails(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public NoticeDetails {
        parts = List.copyOf(parts);
    }

    NoticeDetails about(Evidence evidence) {
        return new NoticeDetails(Optional.of(evidence), window, decision, link, parts, over, announcement, escalation);
    }

    NoticeDetails about(Ending ending) {
        return new NoticeDetails(check, Optional.of(ending), decision, link, parts, over, announcement, escalation);
    }

    NoticeDetails decided(String id) {
        return new NoticeDetails(check, window, Optional.of(id), link, parts, over, announcement, escalation);
    }

    NoticeDetails linked(@Nullable String address) {
        return new NoticeDetails(
                check, window, decision, Optional.ofNullable(address), parts, over, announcement, escalation);
    }

    /** About several checks in place of one. */
    NoticeDetails batched(List<Part> several) {
        return new NoticeDetails(Optional.empty(), window, decision, link, several, over, announcement, escalation);
    }

    NoticeDetails over(Resolution how) {
        return new NoticeDetails(check, window, decision, link, parts, Optional.of(how), announcement, escalation);
    }

    NoticeDetails announced(@Nullable String words) {
        return new NoticeDetails(check, window, decision, link, parts, over, Optional.ofNullable(words), escalation);
    }

    NoticeDetails escalated(RollbackEscalation taken) {
        return new NoticeDetails(check, window, decision, link, parts, over, announcement, Optional.of(taken));
    }

    /** Without what is not to be said once more: the words for everybody, and what is over. */
    public NoticeDetails unannounced() {
        return new NoticeDetails(
                check, window, decision, link, List.of(), Optional.empty(), Optional.empty(), escalation);
    }
}
