package dev.probation.agent.outbox;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.Pending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is sent at once: one message, or several as one.
 *
 * @param lead the first, by whose attempts they are counted
 * @param mates the others
 */
public record MessageBatch(Pending lead, List<Pending> mates) {

    public MessageBatch {
        mates = List.copyOf(mates);
    }

    static MessageBatch of(Pending alone) {
        return new MessageBatch(alone, List.of());
    }

    /** The identifiers of all that it holds, the first one's first. */
    public List<String> ids() {
        return all().map(pending -> pending.message().id()).toList();
    }

    private Stream<Pending> all() {
        return Stream.concat(Stream.of(lead), mates.stream());
    }

    /** The message to send, which says so where what it tells is over by now. */
    public Message message() {
        if (mates.isEmpty()) {
            Notice notice = notice(lead);
            return said(lead.message().id(), lead.message().incident(), notice);
        }
        List<Part> parts = all().map(MessageBatch::part).toList();
        String lines = parts.stream()
                .map(part -> part.evidence().check() + ": " + part.reason())
                .collect(Collectors.joining("\n"));
        Notice first = Notice.fromJson(lead.message().body());
        Notice bundled = healed().map(first::healed).orElse(first).bundled(parts, lines);
        return said(OutboxRepository.bundleId(lead.message().id()), incident(lead.message()), bundled);
    }

    private Message said(String id, String incident, Notice notice) {
        Message first = lead.message();
        return new Message(id, first.deployment(), first.receiver(), incident, first.at(), notice.toJson());
    }

    /** Of the bundle that a message leads: its own, since its first check may fail once more while others still do. */
    static String incident(Message lead) {
        return lead.incident() + '@' + lead.at();
    }

    private static Notice notice(Pending pending) {
        Notice notice = Notice.fromJson(pending.message().body());
        return pending.healed().map(notice::healed).orElse(notice);
    }

    private static Part part(Pending pending) {
        Notice notice = Notice.fromJson(pending.message().body());
        String healed =
                pending.healed().map(at -> " (good again at " + at + ')').orElse("");
        return new Part(notice.check().orElseThrow(), notice.reason() + healed);
    }

    /** When the last of it was over; empty while one is not. */
    private Optional<Instant> healed() {
        List<Optional<Instant>> times = new ArrayList<>();
        all().forEach(pending -> times.add(pending.healed()));
        return times.stream().allMatch(Optional::isPresent)
                ? times.stream().flatMap(Optional::stream).max(Comparator.naturalOrder())
                : Optional.empty();
    }
}
