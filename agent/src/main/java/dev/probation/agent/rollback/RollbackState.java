package dev.probation.agent.rollback;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.deployments.DeploymentView.Signal;
import dev.probation.agent.deployments.DeploymentView.Signal.State;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a rollback stands, as the journal tells it: whatever happens to it is an entry first, so that an agent that was
 * started anew knows what the one before knew. Immutable.
 *
 * @param since when the stage was reached
 * @param reached when each stage was first reached
 * @param breached the first bad sample of the run that decided; the decision where a person made it and all was good
 * @param running the version that was read when it was decided, where that was another than the deployment's name for it
 * @param replaced whether the earlier version was known to be gone by then; so it is where an agent did not write that down
 * @param heldBack why a person was left to decide, where it was only advised
 * @param told what people were told that has not been told to be over
 * @param claim who says that the earlier version is back, and when
 */
public record RollbackState(
        Decision decision,
        Stage stage,
        Instant since,
        Map<Stage, Instant> reached,
        Instant breached,
        Optional<String> running,
        boolean replaced,
        Optional<String> heldBack,
        List<Signal> signals,
        Set<RollbackEscalation> told,
        Optional<Claim> claim) {

    /** Somebody says that the earlier version is back. */
    record Claim(String by, Instant at) {}

    public RollbackState {
        reached = Map.copyOf(reached);
        signals = List.copyOf(signals);
        told = Set.copyOf(told);
    }

    /** From the entry that tells the decision. */
    static RollbackState decided(Decision decision, JournalEntry entry, RollbackConfig config) {
        JsonObject data = entry.data();
        boolean acts = data.getBoolean("signals", config.mode() == Mode.SIGNAL);
        Stage first = acts ? Stage.DECIDED : Stage.ADVISED;
        return new RollbackState(
                decision,
                first,
                decision.at(),
                Map.of(first, decision.at()),
                Optional.ofNullable(data.getInstant("breachedAt")).orElse(decision.at()),
                Optional.ofNullable(data.getString("running")),
                data.getBoolean("replaced", true),
                Optional.ofNullable(data.getString("heldBack")),
                acts ? signals(entry) : List.of(),
                Set.of(),
                Optional.empty());
    }

    /** As the journal tells it. */
    public static RollbackState of(Decision decision, List<JournalEntry> journal, RollbackConfig config) {
        RollbackState state =
                decided(decision, new JournalEntry(decision.at(), Kind.ROLLBACK_DECIDED, new JsonObject()), config);
        for (JournalEntry entry : journal) {
            state = entry.kind() == Kind.ROLLBACK_DECIDED ? decided(decision, entry, config) : state.after(entry);
        }
        return state;
    }

    private static List<Signal> signals(JournalEntry entry) {
        List<Signal> signals = new ArrayList<>();
        names(entry, "to")
                .forEach(name ->
                        signals.add(new Signal(name, State.PENDING, Optional.empty(), Optional.empty(), entry.at())));
        names(entry, "approval")
                .forEach(name -> signals.add(
                        new Signal(name, State.AWAITING_APPROVAL, Optional.empty(), Optional.empty(), entry.at())));
        return signals;
    }

    private static List<String> names(JournalEntry entry, String key) {
        return entry.data().getJsonArray(key, new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }

    /** Whether a person decided, rather than a check. */
    boolean isByAPerson() {
        return decision.check().equals(CheckId.MANUAL);
    }

    /** Whether a person decided while nothing was wrong, so that no check can show that it helped. */
    boolean isUnprovoked() {
        return isByAPerson() && breached.equals(decision.at());
    }

    /** What people were told to act on, awaited approval included. */
    Set<RollbackEscalation> toldOf() {
        Set<RollbackEscalation> all = new HashSet<>(told);
        if (!in(State.AWAITING_APPROVAL).isEmpty()) {
            boolean unusedNew = all.add(RollbackEscalation.APPROVAL);
        }
        return all;
    }

    /** What one more entry makes of it; those that are not about the rollback change nothing. */
    RollbackState after(JournalEntry entry) {
        return switch (entry.kind()) {
            case ROLLBACK_ORDERED -> ordered(entry);
            case ROLLBACK_SIGNALLED -> signal(entry, State.TAKEN).reach(Stage.SIGNALLED, entry.at());
            case ROLLBACK_SIGNAL_DELAYED -> signal(entry, State.PENDING);
            case UNDELIVERED -> isOwn(entry) ? signal(entry, State.REFUSED) : this;
            case ROLLBACK_APPROVED -> signal(entry, State.PENDING);
            case ROLLBACK_NOT_APPROVED -> signal(entry, State.NOT_APPROVED);
            case ROLLBACK_CLAIMED -> with(new Claim(entry.data().getString("by"), entry.at()));
            case ROLLBACK_ESCALATED ->
                telling(RollbackEscalation.of(entry.data().getString("turn")));
            case ROLLBACK_CONFIRMED -> reach(Stage.CONFIRMED, entry.at());
            case ROLLBACK_RECOVERED -> reach(Stage.RECOVERED, entry.at());
            case ROLLBACK_NOT_RECOVERED -> reach(Stage.NOT_RECOVERED, entry.at());
            case STARTED,
                    TRANSITION,
                    WINDOW_ENDED,
                    BLINDED,
                    ROLLBACK_DECIDED,
                    ROLLBACK_WITHHELD,
                    SIGHTED,
                    UNMEASURED,
                    UNMEASURED_ENDED,
                    GAP,
                    PAST_READ,
                    CLOCK_JUMPED,
                    VERSION_READ,
                    VERSION_MISSED,
                    SIGNED_OFF,
                    DELIVERED,
                    SILENCED,
                    ENDED -> this;
        };
    }

    /** Whoever is told of it from now on hears as well who wanted it. */
    private RollbackState ordered(JournalEntry entry) {
        JsonObject data = entry.data();
        String order = " (ordered by " + data.getString("by") + ": " + data.getString("reason") + ')';
        return reach(Stage.DECIDED, entry.at())
                .with(decision.because(decision.reason() + order))
                .with(signals(entry));
    }

    /**
     * Whether an entry says for the first time what became of a signal, or why it is still pending. Of two delays, the later
     * is the one that the journal has later: the clock may have been set back between them.
     *
     * @param rest the entry itself, and all that follow it in the journal
     */
    boolean isNews(JournalEntry entry, List<JournalEntry> rest) {
        boolean delays = entry.kind() == Kind.ROLLBACK_SIGNAL_DELAYED;
        boolean settles = entry.kind() == Kind.ROLLBACK_SIGNALLED || entry.kind() == Kind.UNDELIVERED;
        return (settles || delays)
                && signalTo(entry.data().getString("receiver", ""))
                        .filter(signal -> signal.state() == State.PENDING)
                        .filter(signal -> settles || rest.stream().noneMatch(later -> isFrom(signal, later)))
                        .isPresent();
    }

    /** Whether this entry is the one that told the delay of a signal. */
    private static boolean isFrom(Signal signal, JournalEntry entry) {
        return entry.kind() == Kind.ROLLBACK_SIGNAL_DELAYED
                && signal.receiver().equals(entry.data().getString("receiver"))
                && signal.at().equals(entry.at())
                && signal.reason().equals(Optional.ofNullable(entry.data().getString("reason")));
    }

    /** Whether it is about a signal, rather than about a word to people. */
    private boolean isOwn(JournalEntry entry) {
        return message(entry.data().getString("receiver", ""))
                .equals(entry.data().getString("message"));
    }

    /** The id of the message with the signal to a receiver. */
    String message(String receiver) {
        return decision.id() + '/' + receiver;
    }

    private RollbackState signal(JournalEntry entry, State state) {
        String receiver = entry.data().getString("receiver");
        return with(signals.stream()
                .map(signal -> signal.receiver().equals(receiver) ? moved(signal, entry, state) : signal)
                .toList());
    }

    private static Signal moved(Signal signal, JournalEntry entry, State state) {
        Optional<String> approver =
                Optional.ofNullable(entry.data().getString("by")).or(signal::by);
        return new Signal(
                signal.receiver(),
                state,
                approver,
                Optional.ofNullable(entry.data().getString("reason")),
                entry.at());
    }

    /** A stage is left for those only that may follow it; that another was reached is known all the same. */
    private RollbackState reach(Stage next, Instant at) {
        Map<Stage, Instant> times = new EnumMap<>(Stage.class);
        times.putAll(reached);
        Instant first = times.merge(next, at, (before, again) -> before);
        boolean legal = stage.leadsTo(next);
        return new RollbackState(
                decision,
                legal ? next : stage,
                legal ? first : since,
                times,
                breached,
                running,
                replaced,
                heldBack,
                signals,
                told,
                claim);
    }

    private RollbackState with(Decision other) {
        return new RollbackState(
                other, stage, since, reached, breached, running, replaced, heldBack, signals, told, claim);
    }

    private RollbackState with(List<Signal> others) {
        return new RollbackState(
                decision, stage, since, reached, breached, running, replaced, heldBack, others, told, claim);
    }

    private RollbackState with(Claim made) {
        return new RollbackState(
                decision,
                stage,
                since,
                reached,
                breached,
                running,
                replaced,
                heldBack,
                signals,
                told,
                Optional.of(made));
    }

    private RollbackState telling(RollbackEscalation escalation) {
        Set<RollbackEscalation> all = new HashSet<>(told);
        boolean unusedNew = all.add(escalation);
        return new RollbackState(
                decision, stage, since, reached, breached, running, replaced, heldBack, signals, all, claim);
    }

    /** When it was begun, from which its deadlines count: a decision that was advised first is carried out later. */
    Instant begun() {
        return reached.getOrDefault(Stage.DECIDED, decision.at());
    }

    /** @param waitsFor what it waits for, in one sentence */
    public Rollback view(RollbackConfig config, @Nullable Duration rto, @Nullable String waitsFor) {
        return new Rollback(
                decision.id(),
                decision.at(),
                decision.check(),
                decision.reason(),
                stage,
                since,
                begun().plus(config.deadline()),
                signals,
                times(rto),
                Optional.ofNullable(waitsFor));
    }

    RollbackTimes times(@Nullable Duration rto) {
        return RollbackTimes.of(breached, begun(), reached, rto);
    }

    List<String> in(State state) {
        return signals.stream()
                .filter(signal -> signal.state() == state)
                .map(Signal::receiver)
                .toList();
    }

    Optional<Signal> signalTo(String receiver) {
        return signals.stream()
                .filter(signal -> signal.receiver().equals(receiver))
                .findFirst();
    }

    /** Whether there were receivers, and none is left that has taken it or may yet. */
    boolean isRefusedByAll() {
        return !signals.isEmpty()
                && signals.stream()
                        .allMatch(signal -> signal.state() == State.REFUSED || signal.state() == State.NOT_APPROVED);
    }
}
