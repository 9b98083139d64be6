package dev.probation.agent.rollback;

import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.deployments.DeploymentView.Signal.State;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.notification.DeploymentNotices;
import dev.probation.agent.notification.RollbackNotices;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the rollback of one deployment from its decision to its end. Every step is a {@link RollbackStep}, which the watch writes;
 * what it knows is what the journal says, besides what was measured since. Confined to the watch's event loop.
 */
public final class RollbackProcedure {

    private final RollbackConfig config;
    private final ServiceConfig service;
    private final Deployment deployment;
    private final RollbackNotices notices;
    private final RollbackBeginning beginning;
    private final RollbackEntries entries;
    private final Recovery recovery;
    private final RunningVersion versions;
    private final BreachStartTimes breachStarts;
    private Instant judgesFrom;
    private @Nullable RollbackState state;
    private boolean abandoned;

    /** @param now the time at which the deployment is watched, or watched again */
    public RollbackProcedure(
            DeploymentConfig config, CoolDown coolDown, RollbackStart start, DeploymentNotices notices, Instant now) {
        this.config = config.rollback();
        this.service = config.service();
        this.deployment = start.deployment();
        this.notices = new RollbackNotices(this.config, deployment, notices);
        this.beginning = new RollbackBeginning(this.config, deployment, coolDown, this.notices);
        this.entries = new RollbackEntries(this.config);
        this.recovery = new Recovery(service, start.judge());
        this.versions = new RunningVersion(
                service, deployment.version(), start.earlierVersion().orElse(null), start.isVersionRead());
        this.breachStarts = new BreachStartTimes(start.journal());
        this.state = start.rollback().orElse(null);
        // what happened while the agent was away is seen before it is called late
        this.judgesFrom = state == null ? Instant.MIN : now.plus(RunningVersion.GRACE);
    }

    /** The agent saw nothing for a while, until now: what happened meanwhile is seen before it is called late. */
    public void heldUp(Instant now) {
        judgesFrom = now.plus(RunningVersion.GRACE);
    }

    public Optional<RollbackState> state() {
        return Optional.ofNullable(state);
    }

    private boolean isOpen() {
        return state != null && state.stage().isOpen() && !abandoned;
    }

    private boolean isAdvised() {
        return state != null && state.stage() == Stage.ADVISED;
    }

    /** The rollback that is known to have been decided. */
    private RollbackState made() {
        return state().orElseThrow();
    }

    /** A transition, or anything else that tells when a breach began. */
    public void noted(JournalEntry entry) {
        breachStarts.noted(entry);
    }

    /** @param goodBefore how many samples of its check were good in a row before it */
    public void judged(Sample sample, int goodBefore) {
        recovery.judged(sample, goodBefore);
    }

    String decisionId() {
        return "rollback-" + deployment.id();
    }

    /** The judge or a person has decided. */
    public RollbackStep decide(Event.RollbackDecided decided) {
        Decision decision = new Decision(decisionId(), decided.at(), decided.by(), decided.reason());
        Optional<String> heldBack = decided.check().isEmpty() ? Optional.empty() : beginning.heldBack(decided.at());
        // where a person has it rolled back and nothing is wrong, nothing was until then
        Instant breached = breachStarts.of(decided.by()).orElse(decided.at());
        JournalEntry entry = entries.decided(
                decision, heldBack.orElse(null), breached, versions.alias().orElse(null), versions.wasReplaced());
        state = RollbackState.decided(decision, entry, config);
        if (heldBack.isPresent()) {
            return RollbackStep.of(entry, notices.advised(decision, heldBack.orElseThrow()));
        }
        return beginning.begin(entry, decision, needsWord(made()));
    }

    /** A person has carried out what was only advised; empty where nothing is. */
    Optional<RollbackStep> order(String by, String reason, Instant now) {
        if (!isAdvised()) {
            return Optional.empty();
        }
        JournalEntry entry = entries.ordered(now, by, reason);
        take(entry);
        return Optional.of(beginning.begin(entry, made().decision(), needsWord(made())));
    }

    /**
     * A person approves a step.
     *
     * @throws Deployments.RefusedException where nothing is to be approved
     */
    RollbackStep approve(@Nullable String receiver, String by, Instant now) {
        String name = new Approvals(deployment.id(), state, config.names()).pick(receiver);
        JournalEntry entry = RollbackEntries.approved(now, name, by);
        take(entry);
        RollbackState open = made();
        List<Message> messages = new ArrayList<>(notices.approved(open.decision(), name, now));
        if (open.in(State.AWAITING_APPROVAL).isEmpty()) {
            messages.addAll(notices.over(List.of(RollbackEscalation.APPROVAL), "approved by " + by, now));
        }
        return RollbackStep.of(entry, messages);
    }

    /**
     * What the outbox has written of the signals.
     *
     * @return what of it is news
     */
    public List<JournalEntry> settled(List<JournalEntry> journal) {
        List<JournalEntry> news = new ArrayList<>();
        for (int i = 0; i < journal.size(); i++) {
            JournalEntry entry = journal.get(i);
            if (state != null && state.isNews(entry, journal.subList(i, journal.size()))) {
                news.add(entry);
                take(entry);
            }
        }
        return news;
    }

    /**
     * Whether a receiver may still say that it has taken the signal, which it may after the deployment's end, too. Nothing is sent
     * to one that was approved and is configured no more.
     */
    public boolean awaitsSignals() {
        return state().stream()
                .flatMap(known -> known.in(State.PENDING).stream())
                .anyMatch(config.names()::contains);
    }

    /** What is read of the running version. */
    RunningVersion versions() {
        return versions;
    }

    /** Whether this version shows that the deployment's own is gone. */
    boolean wouldConfirm(String version) {
        return isOpen() && !versions.isOwn(version, made());
    }

    boolean isConfirmed() {
        return state != null && state.stage() == Stage.CONFIRMED;
    }

    /** Another version is seen, which shows that it is back where it was gone. */
    Optional<RollbackStep> confirm(String by, Instant now) {
        boolean shows = isOpen() && !isConfirmed() && versions.wasReplaced(made());
        return shows ? Optional.of(confirmed(by, now)) : Optional.empty();
    }

    private RollbackStep confirmed(String by, Instant now) {
        JournalEntry entry = RollbackEntries.confirmed(now, by);
        take(entry);
        return RollbackStep.of(entry, notices.confirmed(by, now));
    }

    /** Somebody says that the earlier version is back, which is so unless something else is seen. */
    Optional<RollbackStep> claim(String by, Instant now) {
        if (!isOpen() || isConfirmed()) {
            return Optional.empty();
        }
        if (!versions.isThereNow(made(), now)) {
            return Optional.of(confirmed(by, now));
        }
        JournalEntry entry = RollbackEntries.claimed(now, by, versions.told(made(), Instant.MIN));
        take(entry);
        return Optional.of(RollbackStep.of(entry, List.of()));
    }

    private void take(JournalEntry entry) {
        RollbackState before = made();
        RollbackState after = before.after(entry);
        state = after;
        if (after.stage() != before.stage()) {
            recovery.beginAnew();
        }
    }

    /** What the passing of time, or a sample, has brought about. */
    public Optional<RollbackStep> look(Instant now) {
        if (!isOpen()) {
            return Optional.empty();
        }
        RollbackState open = made();
        if (isBack(open) && recovery.isSeen(open.decision().check())) {
            return Optional.of(end(ending(open).recovered(now)));
        }
        if (hasPassed(open.begun().plus(config.deadline()), now)) {
            return Optional.of(
                    end(ending(open).notRecovered(policy(open).waitedFor().orElse(""), now)));
        }
        if (open.claim().isPresent() && !isConfirmed() && isUncontradicted(open, now)) {
            return Optional.of(confirmed(open.claim().orElseThrow().by() + " (no version can be read)", now));
        }
        return policy(open).escalation(now, hasPassed(open.begun().plus(config.quick()), now));
    }

    private boolean hasPassed(Instant deadline, Instant now) {
        return !now.isBefore(deadline) && !now.isBefore(judgesFrom);
    }

    private boolean isUncontradicted(RollbackState open, Instant now) {
        Instant heard = open.claim().orElseThrow().at().plus(RunningVersion.GRACE);
        return hasPassed(heard, now) && !versions.isThereNow(open, now);
    }

    /**
     * Whether the earlier version is known to be back. Where no version can be read, the checks alone tell; not where a person
     * decided while they were good.
     */
    private boolean isBack(RollbackState open) {
        return switch (open.stage()) {
            case CONFIRMED -> versions.stillThere(open, open.since()).isEmpty();
            case SIGNALLED -> !versions.isRead() && !needsWord(open);
            case ADVISED, DECIDED, RECOVERED, NOT_RECOVERED -> false;
        };
    }

    /** Whether nothing but the word of the deployer or of a person can show that the earlier version is back. */
    private boolean needsWord(RollbackState open) {
        return !versions.isRead() && open.isUnprovoked();
    }

    private RollbackStep end(RollbackStep last) {
        last.journal().forEach(this::take);
        return last;
    }

    /** The deployment ends for a reason of its own. */
    public RollbackStep abandon(String reason, Instant now) {
        RollbackStep last =
                state().map(known -> ending(known).abandoned(reason, now)).orElse(RollbackStep.NONE);
        abandoned = true;
        return end(last);
    }

    private RollbackEnding ending(RollbackState open) {
        return new RollbackEnding(open, notices);
    }

    private EscalationPolicy policy(RollbackState open) {
        return new EscalationPolicy(open, notices, recovery, versions, needsWord(open), this::take);
    }

    public Optional<Rollback> view() {
        return state().map(known ->
                known.view(config, service.rto().orElse(null), waitsFor(known).orElse(null)));
    }

    private Optional<String> waitsFor(RollbackState known) {
        if (isAdvised() && !abandoned) {
            return Optional.of(
                    "a person: " + notices.leftToAPerson(known.heldBack().orElse(null)));
        }
        return isOpen() ? policy(known).waitsFor() : Optional.empty();
    }
}
