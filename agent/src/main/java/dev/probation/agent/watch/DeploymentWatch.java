package dev.probation.agent.watch;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Planned;
import dev.probation.agent.deployments.DeploymentView.Signature;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.notification.DeploymentNotices;
import dev.probation.agent.past.BackfillReader;
import dev.probation.agent.past.BaselineInputs;
import dev.probation.agent.past.Increments;
import dev.probation.agent.rollback.RollbackCommands;
import dev.probation.agent.rollback.RollbackProcedure;
import dev.probation.agent.rollback.RollbackState;
import dev.probation.agent.rollback.RollbackStep;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.snapshot.SnapshotJson;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Watches one deployment: has its probes asked, its samples judged, and what comes of it written before anyone is told.
 * Confined to the agent's event loop: no lock, no volatile field.
 */
final class DeploymentWatch implements Schedule.Listener, BackfillReader.Listener {

    /** Shorter than a caller of the API waits, who is told why. */
    private static final Duration TO_SETTLE = Duration.ofSeconds(10);

    private static final Duration TO_STOP = Duration.ofSeconds(3);

    private final WatchContext context;
    private final DeploymentConfig config;
    private final Judge judge;
    private final ChangeWriter writer;
    private final DeploymentNotices notices;
    private final List<Schedule.Entry> entries;
    private final Schedule schedule;
    private final BackfillReader backfill;
    private final CheckGauges gauges;
    private final SnapshotRhythm snapshots;
    private final SignOffs signOffs;
    private final RollbackProcedure rollback;
    private final RollbackCommands commands;
    private StoredDeployment stored;

    DeploymentWatch(WatchContext context, DeploymentConfig config, RestoredState state) {
        ServiceConfig service = config.service();
        this.context = context;
        this.config = config;
        this.stored = state.stored();
        this.judge = state.judge();
        this.signOffs = new SignOffs(service.signOffs(), state.journal());
        this.gauges =
                new CheckGauges(stored.deployment(), service, context.metrics().watched(deployment()));
        this.notices = new DeploymentNotices(config, deployment(), JournalEntries.previous(state.journal()));
        this.rollback = new RollbackProcedure(
                config,
                context.coolDown(),
                state.rollbackStart(),
                notices,
                context.time().now());
        this.commands = new RollbackCommands(deployment(), rollback, context.time(), this::make, this::decideByHand);
        this.writer = new ChangeWriter(deployment().id(), context, this::view);
        this.snapshots = new SnapshotRhythm(service.checks().size(), context.time());
        this.entries = service.checks().stream()
                .map(check -> new Schedule.Entry(check, context.clients().probe(check)))
                .toList();
        this.schedule = new Schedule(entries, deployment().deployedAt(), context.time(), this);
        this.backfill = new BackfillReader(deployment(), config.windows(), context.time(), this);
    }

    Deployment deployment() {
        return stored.deployment();
    }

    boolean isOpen() {
        return stored.phase().isOpen();
    }

    boolean isOf(String version) {
        return deployment().version().equals(version);
    }

    boolean isRollingBack() {
        return stored.phase() == Phase.ROLLING_BACK;
    }

    /** Begins, with what can be learnt of the time before. */
    void begin(BaselineInputs inputs) {
        backfill.begin(entries, inputs);
    }

    @Override
    public void baseline(List<Sample> samples, JournalEntry entry) {
        samples.forEach(this::take);
        commit(List.of(entry), List.of(), Optional.empty(), false);
    }

    @Override
    public void late(Sample sample) {
        take(counted(sample));
    }

    @Override
    public void lateRead(JournalEntry entry) {
        List<Message> messages = failing()
                .flatMap(check -> notices.stillFailing(check, entry.at(), judge.explain(check)).stream())
                .toList();
        commit(List.of(entry), messages, Optional.empty(), true);
    }

    @Override
    public void pastIsOver() {
        goOn();
    }

    private Stream<CheckId> failing() {
        return config.service().checks().stream()
                .map(check -> check.rule().id())
                .filter(check -> judge.progress(check).state() == CheckState.FAILING);
    }

    /** Goes on after the agent was away. */
    void goOn() {
        gauges.begin(config.windows(), judge);
        tick();
        if (isOpen()) {
            enterWindow();
        }
    }

    private void enterWindow() {
        List<WindowSpec> windows = config.windows();
        String running = judge.window().orElse(windows.get(windows.size() - 1).name());
        windows.stream().filter(window -> window.name().equals(running)).forEach(schedule::enter);
    }

    @Override
    public void asked(CheckConfig check, Outcome outcome, Duration took, Duration late) {
        CheckId id = check.rule().id();
        Sample sample = counted(new Sample(context.time().now(), id, outcome));
        take(sample);
        gauges.ran(sample, took, late, judge.progress(id).state());
        follow(sample.at());
    }

    private Sample counted(Sample sample) {
        CheckId id = sample.check();
        return new Sample(sample.at(), id, Increments.of(sample.outcome(), judge.counted(id)));
    }

    private void take(Sample sample) {
        writer.sampled(sample);
        int goodBefore = judge.progress(sample.check()).goodInRow();
        act(judge.judge(sample));
        rollback.judged(sample, goodBefore);
    }

    @Override
    public void skipped(CheckConfig check, long runs) {
        gauges.skipped(check.rule().id(), runs);
    }

    /** Whether it has ended, and all of it is on disk. */
    boolean isOver() {
        return !isOpen() && writer.isEmpty();
    }

    /** To be called about once a second. */
    void tick() {
        if (backfill.isReading() || !isOpen()) {
            writer.flush();
            return;
        }
        Instant now = context.time().now();
        gauges.tick();
        act(judge.advance(now));
        follow(now);
        if (isOpen() && judge.isOver() && stored.phase() == Phase.WATCHING) {
            finish(Phase.FINISHED, "all windows ended", List.of(), notices.finished(judge.verdict(), now));
        } else if (snapshots.isDue()) {
            writer.commit(ChangeDraft.snapshot(SnapshotJson.write(judge.snapshot())));
        } else {
            writer.flush();
        }
    }

    private void act(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        List<JournalEntry> journal = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        boolean keeps = false;
        Optional<Decision> decision = Optional.empty();
        for (Event event : events) {
            keeps |= !(event instanceof Event.Transition);
            if (event instanceof Event.RollbackDecided decided) {
                decision = Optional.of(decide(decided, journal, messages));
            } else {
                tell(event, journal, messages);
            }
        }
        boolean windowEnded = events.stream().anyMatch(event -> event instanceof Event.WindowEnded);
        if (keeps || !messages.isEmpty()) {
            commit(journal, messages, decision, keeps);
        } else {
            writer.noted(journal);
        }
        if (windowEnded && isOpen() && !backfill.isReading()) {
            enterWindow();
        }
    }

    private void tell(Event event, List<JournalEntry> journal, List<Message> messages) {
        JournalEntry entry = JournalEntries.of(event);
        journal.add(entry);
        rollback.noted(entry);
        // what went and came back before anybody knew of the deployment is for the report, not for a pager
        if (!(backfill.isReading() && event instanceof Event.Transition)) {
            messages.addAll(notices.of(event, judge.verdict()));
        }
    }

    private Decision decide(Event.RollbackDecided decided, List<JournalEntry> journal, List<Message> messages) {
        RollbackStep step = rollback.decide(decided);
        journal.addAll(step.journal());
        messages.addAll(step.messages());
        stored = stored.in(step.phase().orElse(stored.phase()));
        return rollback.follow().map(RollbackState::decision).orElseThrow();
    }

    private void commit(
            List<JournalEntry> journal, List<Message> messages, Optional<Decision> decision, boolean withSnapshot) {
        writer.commit(new ChangeDraft(
                List.of(),
                journal,
                messages,
                decision,
                withSnapshot ? Optional.of(SnapshotJson.write(judge.snapshot())) : Optional.empty(),
                Optional.of(stored.phase())));
    }

    /** Looks whether the rollback has helped, has had its time, or needs people. */
    private void follow(Instant now) {
        if (isOpen()) {
            rollback.look(now).ifPresent(this::make);
        }
    }

    private void make(RollbackStep step) {
        Phase phase = step.phase().orElse(stored.phase());
        if (phase.isOpen()) {
            stored = stored.in(phase);
            commit(step.journal(), step.messages(), Optional.empty(), false);
        } else {
            finish(phase, step.reason(), step.journal(), step.messages());
        }
    }

    private void finish(Phase phase, String reason, List<JournalEntry> before, List<Message> messages) {
        backfill.stop();
        Instant now = context.time().now();
        List<JournalEntry> journal = new ArrayList<>(before);
        List<Message> told = new ArrayList<>(messages);
        RollbackStep left = rollback.abandon(reason, now);
        journal.addAll(left.journal());
        told.addAll(left.messages());
        for (Event event : judge.end(now)) {
            tell(event, journal, told);
        }
        journal.add(JournalEntries.ended(now, phase, reason));
        failing().forEach(check -> told.addAll(notices.closed(check, now)));
        stored = stored.ended(phase, now);
        schedule.stop();
        commit(journal, told, Optional.empty(), true);
    }

    /** The outbox has written what became of rollback signals. */
    void settled(List<JournalEntry> written) {
        List<JournalEntry> news = rollback.settled(written);
        if (!news.isEmpty()) {
            writer.commit(ChangeDraft.heard(news));
        }
        follow(context.time().now());
    }

    /** Where people and deployers say what concerns its rollback. */
    RollbackCommands commands() {
        return commands;
    }

    private void decideByHand(String reason) {
        backfill.leave();
        act(judge.decideManually(context.time().now(), reason));
    }

    /** A person confirms an item; false where the checklist has none of this name. */
    boolean sign(String name, Signature signature) {
        if (!signOffs.has(name)) {
            return false;
        }
        backfill.leave();
        List<Event> events = judge.sign(signature.at(), name);
        signOffs.sign(name, signature);
        act(events);
        commit(List.of(JournalEntries.signedOff(signature.at(), name, signature)), List.of(), Optional.empty(), true);
        return true;
    }

    String signOffHint(String name) {
        return signOffs.hint(name);
    }

    /** A newer deployment takes its place. */
    void supersede(String version) {
        finish(Phase.SUPERSEDED, "superseded by " + version, List.of(), List.of());
    }

    /** A person ends it, or its service is no longer configured. */
    void cancel(String reason) {
        finish(Phase.CANCELLED, reason, List.of(), List.of());
    }

    /** Writes down that it was not measured for a while. */
    void note(JournalEntry entry) {
        commit(List.of(entry), List.of(), Optional.empty(), false);
    }

    /** Stops without ending the deployment, which goes on when the agent is back; completes when all is on disk. */
    Future<Void> suspend() {
        backfill.stop();
        schedule.stop();
        writer.commit(ChangeDraft.snapshot(SnapshotJson.write(judge.snapshot())));
        return writer.drainedOrHandedOn(TO_STOP);
    }

    /** The view, once all that it shows is on disk; fails with the reason where that takes too long. */
    Future<DeploymentView> settledView() {
        return writer.drained(TO_SETTLE).map(done -> view());
    }

    /** Whether a rollback was decided that is not on disk, so that nobody may act on it. */
    boolean holdsDecision() {
        return writer.holdsDecision();
    }

    /** Why the store does not take what is written of it; empty where it does. */
    Optional<String> storeProblem() {
        return writer.problem();
    }

    DeploymentView view() {
        return new DeploymentView(
                stored,
                context.time().now(),
                judge.verdict(),
                judge.windows(),
                planned(),
                signOffs.view(),
                rollback.view());
    }

    private List<Planned> planned() {
        Instant live = deployment().deployedAt();
        return config.windows().stream()
                .map(window -> new Planned(window.name(), live.plus(window.from()), live.plus(window.until())))
                .toList();
    }
}
