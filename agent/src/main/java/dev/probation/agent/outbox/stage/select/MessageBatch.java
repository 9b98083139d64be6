package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.Pending;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** The same, with how each message ended where the store does not say. */
    public MessageBatch over(Function<Message, Optional<Resolution>> how) {
        return new MessageBatch(
                lead.over(how), others.stream().map(other -> other.over(how)).toList());
    }

    /** All that it holds, the first one first. */
    public List<Message> messages() {
        return all().map(Pending::message).toList();
    }

    /** The same after one more attempt. */
    public MessageBatch triedOnceMore() {
        Pending tried = new Pending(
                lead.message(),
                lead.attempts() + 1,
                lead.started(),
                lead.over(),
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
            return first.saying(told(first.notice(), lead.over()));
        }
        List<Part> parts = all().map(MessageBatch::part).toList();
        String lines = parts.stream()
                .map(part -> part.evidence().check() + ": " + part.reason())
                .collect(Collectors.joining("\n"));
        Notice batched = told(readable(), over()).batched(parts, lines);
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

    private static Notice told(Notice notice, Optional<Resolution> over) {
        return over.map(notice::over).orElse(notice);
    }

    private static Part part(Pending pending) {
        Notice notice = pending.message().notice();
        String over = pending.over()
                .map(how -> (how.isGood() ? " (good again at " : " (watched until ") + how.at() + ')')
                .orElse("");
        Evidence evidence =
                notice.check().orElseGet(() -> new Evidence("a check", "unknown", Optional.empty(), Optional.empty()));
        return new Part(evidence, notice.reason() + over);
    }

    /** How all of it ended, which is good where each of it is; empty while one goes on. */
    private Optional<Resolution> over() {
        List<Resolution> ends =
                all().flatMap(pending -> pending.over().stream()).toList();
        return ends.size() < ids().size()
                ? Optional.empty()
                : ends.stream()
                        .reduce((one, other) -> new Resolution(
                                one.at().isAfter(other.at()) ? one.at() : other.at(), one.isGood() && other.isGood()));
    }
}
