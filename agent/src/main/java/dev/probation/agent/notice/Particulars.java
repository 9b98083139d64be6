package dev.probation.agent.notice;

import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a notice is about, each of it where it applies; {@link Notice} says what each means. */
public record Particulars(
        Optional<Evidence> check,
        Optional<Ending> window,
        Optional<String> decision,
        Optional<String> link,
        List<Part> parts,
        Optional<Instant> healed,
        Optional<String> announcement,
        Optional<Turn> turn) {

    static final Particulars NONE = new Particulars(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Particulars {
        parts = List.copyOf(parts);
    }

    Particulars about(Optional<Evidence> evidence) {
        return new Particulars(evidence, window, decision, link, parts, healed, announcement, turn);
    }

    Particulars about(Ending ending) {
        return new Particulars(check, Optional.of(ending), decision, link, parts, healed, announcement, turn);
    }

    Particulars decided(String id) {
        return new Particulars(check, window, Optional.of(id), link, parts, healed, announcement, turn);
    }

    Particulars linked(Optional<String> address) {
        return new Particulars(check, window, decision, address, parts, healed, announcement, turn);
    }

    Particulars bundled(List<Part> several) {
        return new Particulars(check, window, decision, link, several, healed, announcement, turn);
    }

    Particulars healed(Instant when) {
        return new Particulars(check, window, decision, link, parts, Optional.of(when), announcement, turn);
    }

    Particulars announced(Optional<String> words) {
        return new Particulars(check, window, decision, link, parts, healed, words, turn);
    }

    Particulars taking(Turn taken) {
        return new Particulars(check, window, decision, link, parts, healed, announcement, Optional.of(taken));
    }

    /** Without what is not to be said once more: the words for everybody, and what healed. */
    public Particulars unannounced() {
        return new Particulars(check, window, decision, link, List.of(), Optional.empty(), Optional.empty(), turn);
    }
}
