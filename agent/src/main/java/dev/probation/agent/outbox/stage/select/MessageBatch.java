package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
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
import org.jspecify.annotations.Nullable;

/**
 * What is sent at once: one message, or several as one.
 *
 * @param lead the first, by whose attempts they are counted
 * @param others the others of the batch
 */
public record MessageBatch(Pending lead, List<Pending> others) {

    public MessageBatch {
        others = List.copyOf(others);
    }

    public static MessageBatch of(Pending alone) {
        return new MessageBatch(alone, List.of());
    }

    /** The same after one more attempt. */
    public MessageBatch triedOnceMore() {
        Pending tried = new Pending(
                lead.message(),
                lead.attempts() + 1,
                lead.started(),
                lead.recoveredAt(),
                lead.isBatchLead(),
                lead.silenced(),
                lead.unreadable());
        return new MessageBatch(tried, others);
    }

    /** The identifiers of all that it holds, the first one's first. */
    public List<String> ids() {
        return all().map(pending -> pending.message().id()).toList();
    }

    private Stream<Pending> all() {
        return Stream.concat(Stream.of(lead), others.stream());
    }

    /** Why nothing of it can be read; empty where something can. */
    public Optional<String> unreadable() {
        return all().allMatch(pending -> pending.unreadable().isPresent()) ? lead.unreadable() : Optional.empty();
    }

    /** The message to send, which says so where what it tells is over by now. */
    public Message message() {
        Message first = lead.message();
        if (others.isEmpty()) {
            return first.saying(recovered(first.notice(), lead.recoveredAt().orElse(null)));
        }
        List<Part> parts = all().map(MessageBatch::part).toList();
        String lines = parts.stream()
                .map(part -> part.evidence().check() + ": " + part.reason())
                .collect(Collectors.joining("\n"));
        Notice batched = recovered(readable(), recoveredAt().orElse(null)).batched(parts, lines);
        String id = OutboxRepository.batchId(first.id());
        return new Message(id, first.deployment(), first.receiver(), incident(first), first.at(), batched);
    }

    /** Of the batch that a message leads: its own, since its first check may fail once more while others still do. */
    public static String incident(Message lead) {
        return lead.incident() + '@' + lead.at();
    }

    /** The first notice that says what they all are. */
    private Notice readable() {
        return all().filter(pending -> pending.unreadable().isEmpty())
                .findFirst()
                .orElse(lead)
                .message()
                .notice();
    }

    private static Notice recovered(Notice notice, @Nullable Instant at) {
        return at == null ? notice : notice.recovered(at);
    }

    private static Part part(Pending pending) {
        Notice notice = pending.message().notice();
        String recovered =
                pending.recoveredAt().map(at -> " (good again at " + at + ')').orElse("");
        Evidence evidence =
                notice.check().orElseGet(() -> new Evidence("a check", "unknown", Optional.empty(), Optional.empty()));
        return new Part(evidence, notice.reason() + recovered);
    }

    /** When the last of it was over; empty while one is not. */
    private Optional<Instant> recoveredAt() {
        List<Optional<Instant>> times = new ArrayList<>();
        all().forEach(pending -> times.add(pending.recoveredAt()));
        return times.stream().allMatch(Optional::isPresent)
                ? times.stream().flatMap(Optional::stream).max(Comparator.naturalOrder())
                : Optional.empty();
    }
}
