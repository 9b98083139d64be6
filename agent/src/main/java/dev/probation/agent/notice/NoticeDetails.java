package dev.probation.agent.notice;

import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a notice is about, each of it where it applies; {@link Notice} says what each means. */
public record NoticeDetails(
        Optional<Evidence> check,
        Optional<Ending> window,
        Optional<String> decision,
        Optional<String> link,
        List<Part> parts,
        Optional<Instant> healed,
        Optional<String> announcement,
        Optional<RollbackEscalation> turn) {

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

    NoticeDetails about(Optional<Evidence> evidence) {
        return new NoticeDetails(evidence, window, decision, link, parts, healed, announcement, turn);
    }

    NoticeDetails about(Ending ending) {
        return new NoticeDetails(check, Optional.of(ending), decision, link, parts, healed, announcement, turn);
    }

    NoticeDetails decided(String id) {
        return new NoticeDetails(check, window, Optional.of(id), link, parts, healed, announcement, turn);
    }

    NoticeDetails linked(Optional<String> address) {
        return new NoticeDetails(check, window, decision, address, parts, healed, announcement, turn);
    }

    NoticeDetails bundled(List<Part> several) {
        return new NoticeDetails(check, window, decision, link, several, healed, announcement, turn);
    }

    NoticeDetails healed(Instant when) {
        return new NoticeDetails(check, window, decision, link, parts, Optional.of(when), announcement, turn);
    }

    NoticeDetails announced(Optional<String> words) {
        return new NoticeDetails(check, window, decision, link, parts, healed, words, turn);
    }

    NoticeDetails taking(RollbackEscalation taken) {
        return new NoticeDetails(check, window, decision, link, parts, healed, announcement, Optional.of(taken));
    }

    /** Without what is not to be said once more: the words for everybody, and what healed. */
    public NoticeDetails unannounced() {
        return new NoticeDetails(check, window, decision, link, List.of(), Optional.empty(), Optional.empty(), turn);
    }
}
