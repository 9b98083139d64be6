package dev.probation.agent.watch;

import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Planned;
import dev.probation.agent.deployments.DeploymentView.Signature;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.notification.DeploymentNotices;
import dev.probation.agent.rollback.RollbackCommands;
import dev.probation.agent.rollback.RollbackProcedure;
import dev.probation.agent.rollback.RollbackState;
import dev.probation.agent.rollback.RollbackStep;
import dev.probation.agent.snapshot.SnapshotJson;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.time.Time;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.deployment.VersionName;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one deployment stands: has its samples judged, and what comes of them, of its rollback and of what people say written
 * with the messages about it. Confined to the watch's event loop.
 */
final class WatchedDeployment implements ChangeWriter.Subject {

    private final DeploymentConfig config;
    private final Time time;
    private final Measuring measuring;
    private final Judge judge;
    private final DeploymentNotices notices;
    private final SignOffs signOffs;
    private final RollbackProcedure rollback;
    private final RollbackCommands commands;
    private final AnnouncedVersion version;
    private final ChangeWriter writer;
    private StoredDeployment stored;
    private DeploymentView savedView;
    /** What the judge told, and nothing could be made of because of a mistake: it tells nothing twice. */
    private final List<Event> held = new ArrayList<>();

    WatchedDeployment(WatchContext context, DeploymentConfig config, RestoredState state, Measuring measuring) {
        this.config = config;
        this.time = context.time();
        this.measuring = measuring;
        this.stored = state.stored();
        this.judge = state.judge();
        this.signOffs = new SignOffs(config.service().signOffs(), state.journal());
        this.notices = new DeploymentNotices(
                config, deployment(), JournalEntries.previous(state.journal()).orElse(null), judge::observed);
        this.rollback = new RollbackProcedure(config, context.coolDown(), state.rollbackStart(), notices, time.now());
        this.commands = new RollbackCommands(deployment(), rollback, time, this::make, this::decideByHand);
        this.version = new AnnouncedVersion(
                deployment(), config.service().version().orElse(null), state.journal(), time.now());
        this.writer = new ChangeWriter(deployment().id(), context, this);
        judge.hold(version.holds().orElse(null));
        this.savedView = view();
    }

    Deployment deployment() {
        return stored.deployment();
    }

    boolean isOpen() {
        return stored.phase().isOpen();
    }

    boolean isRollingBack() {
        return stored.phase() == Phase.ROLLING_BACK;
    }

    /** The agent did not run until now. */
    void heldUp(Instant now) {
        rollback.heldUp(now);
    }

    /** Whether a receiver may still say that it has taken the rollback's signal. */
    boolean awaitsSignals() {
        return rollback.awaitsSignals();
    }

    /** No rollback of the service is followed: what a version before left behind excuses this one no more. */
    void endRollback() {
        if (isOpen() && judge.endRollback()) {
            keepSnapshot();
        }
    }

    /** Asked about where the checks stand; told nothing but through this. */
    Judge judge() {
        return judge;
    }

    ChangeWriter writer() {
        return writer;
    }

    RollbackCommands commands() {
        return commands;
    }

    SignOffs signOffs() {
        return signOffs;
    }

    /** One more sample, the next in time. */
    void take(Sample sample) {
        writer.sampled(sample);
        int goodBefore = judge.progress(sample.check()).goodInRow();
        act(judge.judge(sample));
        rollback.judged(sample, goodBefore);
    }

    /** Time has passed without a sample. */
    void advance(Instant now) {
        if (stored.phase() == Phase.WATCHING) {
            version.look(now).ifPresent(this::tell);
        }
        act(judge.advance(now));
        follow(now);
        if (isOpen() && judge.isOver() && stored.phase() == Phase.WATCHING) {
            finish(Phase.FINISHED, "all windows ended", List.of(), notices.finished(judge.verdict(), now));
        }
    }

    /** Looks whether the rollback has helped, has had its time, or needs people. */
    void follow(Instant now) {
        if (isOpen()) {
            rollback.look(now).ifPresent(this::make);
        }
    }

    /** A version was read off the service. */
    void sees(String read) {
        commands.sees(read);
        version.sees(read, time.now()).ifPresent(this::tell);
    }

    /** No version can be read off the service, though it could before. */
    void seesNone(String cause) {
        commands.seesNone();
        version.seesNone(cause, time.now());
    }

    /** Whether this is the version before it, of which replicas may still be there. */
    boolean isRolledOutOver(String read) {
        return stored.phase() == Phase.WATCHING
                && version.isRollingOut(time.now())
                && commands.earlierVersion()
                        .filter(earlier -> VersionName.areSame(earlier, read))
                        .isPresent();
    }

    private void tell(AnnouncedVersion.Finding found) {
        judge.hold(version.holds().orElse(null));
        String own = deployment().version();
        Instant at = found.at();
        JournalEntry entry = found.problem()
                .map(problem -> JournalEntries.versionMissed(at, own, problem))
                .orElseGet(() -> JournalEntries.versionRead(at, own));
        List<Message> messages = found.problem()
                .map(problem -> notices.versionMissed(problem, at))
                .orElseGet(() -> notices.versionRead(at));
        commit(List.of(entry), found.isTold() ? messages : List.of(), false);
    }

    /** Writes down something that is no matter of judging. */
    void note(JournalEntry entry) {
        commit(List.of(entry), List.of(), false);
    }

    /** These checks were failing, and are configured no more: nobody is to wait for them to be good again. */
    void leave(List<CheckId> unconfigured) {
        for (CheckId check : unconfigured) {
            Event.Transition left = new Event.Transition(
                    time.now(), check, CheckState.FAILING, CheckState.WAITING, DeploymentNotices.UNCONFIGURED);
            JournalEntry entry = JournalEntries.of(left);
            rollback.noted(entry);
            commit(List.of(entry), notices.unconfigured(check, left.at()), true);
        }
    }

    /** The time since the deployment is read: people hear of the checks that are failing at its end, or measure nothing. */
    void lateRead(JournalEntry entry) {
        List<Message> messages = new ArrayList<>();
        failing().forEach(check -> messages.addAll(notices.stillFailing(check, entry.at(), judge.explain(check))));
        unmeasured()
                .forEach((check, reason) ->
                        messages.addAll(notices.of(stillUnmeasured(check, reason, entry.at()), judge.verdict())));
        commit(List.of(entry), messages, true);
    }

    /**
     * After a restart by another configuration, or by an agent that knew nothing of it, people may have been told of checks that
     * are not looked at any more, and not of those that are.
     *
     * @param told the checks of which they were
     */
    void agreeOnUnmeasured(Set<CheckId> told) {
        Instant now = time.now();
        told.stream()
                .filter(check -> !judge.unmeasured().containsKey(check))
                .forEach(check -> write(new Event.UnmeasuredEnded(now, check, false, unlooked(check))));
        judge.unmeasured().forEach((check, reason) -> {
            if (!told.contains(check)) {
                write(stillUnmeasured(check, reason, now));
            }
        });
    }

    /** Why nobody is told any more that a check measures nothing. */
    private String unlooked(CheckId check) {
        Optional<Check> rule = config.service().rule(check.value());
        if (rule.isEmpty()) {
            return DeploymentNotices.UNCONFIGURED;
        }
        if (config.rollback().mode() == Mode.OFF) {
            return "rollback.mode is off, so no check decides a rollback";
        }
        return rule.orElseThrow().mayRollBack() ? "unmeasured-after is off" : "the check decides no rollback any more";
    }

    private void write(Event event) {
        commit(List.of(JournalEntries.of(event)), notices.of(event, judge.verdict()), true);
    }

    private Event.Unmeasured stillUnmeasured(CheckId check, String reason, Instant at) {
        boolean noData = judge.progress(check)
                .last()
                .filter(sample -> sample.outcome() instanceof Outcome.NoData)
                .isPresent();
        return new Event.Unmeasured(at, check, noData ? CheckState.NO_DATA : CheckState.ERROR, reason);
    }

    /** Whether all windows had ended before anybody knew of it: what was wrong in them is for the report. */
    private boolean isOfThePast() {
        Instant announced = deployment().announcedAt();
        return config.windows().stream()
                .noneMatch(
                        window -> deployment().deployedAt().plus(window.until()).isAfter(announced));
    }

    /** The checks that measure nothing, of which people are told. */
    private Map<CheckId, String> unmeasured() {
        return isOfThePast() ? Map.of() : judge.unmeasured();
    }

    /** The checks that are failing, of which people are told. */
    private Stream<CheckId> failing() {
        if (isOfThePast()) {
            return Stream.empty();
        }
        return config.service().checks().stream()
                .map(check -> check.rule().id())
                .filter(check -> judge.progress(check).state() == CheckState.FAILING);
    }

    private void act(List<Event> events) {
        act(events, List.of());
    }

    /** Writes what comes of the events, those that are held before them and these entries after them, as one change. */
    private void act(List<Event> news, List<JournalEntry> after) {
        held.addAll(news);
        if (held.isEmpty() && after.isEmpty()) {
            return;
        }
        List<Event> events = List.copyOf(held);
        List<JournalEntry> journal = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        boolean keeps = !after.isEmpty();
        Decision decision = null;
        for (Event event : events) {
            keeps |= !(event instanceof Event.Transition);
            if (event instanceof Event.RollbackDecided decided) {
                decision = decide(decided, journal, messages);
            } else {
                tell(event, journal, messages);
            }
        }
        journal.addAll(after);
        if (keeps || !messages.isEmpty()) {
            write(journal, messages, decision, keeps);
        } else {
            writer.noted(journal);
        }
        held.clear();
        boolean windowEnded = events.stream().anyMatch(event -> event instanceof Event.WindowEnded);
        if (windowEnded && isOpen()) {
            measuring.windowEnded();
        }
    }

    private void tell(Event event, List<JournalEntry> journal, List<Message> messages) {
        JournalEntry entry = JournalEntries.of(event);
        journal.add(entry);
        rollback.noted(entry);
        // what went and came back before anybody knew of the deployment is for the report, not for a pager
        if (!(measuring.isReadingPast() && isOfOneCheck(event))) {
            messages.addAll(notices.of(event, judge.verdict()));
        }
    }

    private static boolean isOfOneCheck(Event event) {
        return event instanceof Event.Transition
                || event instanceof Event.Unmeasured
                || event instanceof Event.UnmeasuredEnded;
    }

    private Decision decide(Event.RollbackDecided decided, List<JournalEntry> journal, List<Message> messages) {
        RollbackStep step = rollback.decide(decided);
        journal.addAll(step.journal());
        messages.addAll(step.messages());
        stored = stored.in(step.phase().orElse(stored.phase()));
        return rollback.state().map(RollbackState::decision).orElseThrow();
    }

    /** Writes what comes of no event, after what does. */
    private void commit(List<JournalEntry> journal, List<Message> messages, boolean withSnapshot) {
        catchUp();
        write(journal, messages, null, withSnapshot);
    }

    /** Nothing is written before what is held, nor the samples without what they brought about. */
    void catchUp() {
        act(List.of());
    }

    private void write(
            List<JournalEntry> journal, List<Message> messages, @Nullable Decision decision, boolean withSnapshot) {
        writer.commit(new ChangeDraft(
                List.of(),
                journal,
                messages,
                Optional.ofNullable(decision),
                withSnapshot ? Optional.of(SnapshotJson.write(judge.snapshot())) : Optional.empty(),
                Optional.of(stored.phase())));
    }

    /** Writes the judge's state as it is now. */
    void keepSnapshot() {
        catchUp();
        writer.commit(ChangeDraft.snapshot(SnapshotJson.write(judge.snapshot())));
    }

    private void make(RollbackStep step) {
        Phase phase = step.phase().orElse(stored.phase());
        if (phase.isOpen()) {
            stored = stored.in(phase);
            commit(step.journal(), step.messages(), false);
        } else {
            finish(phase, step.reason(), step.journal(), step.messages());
        }
    }

    /** Ends it for a reason that is not its own. */
    void end(Phase phase, String reason) {
        finish(phase, reason, List.of(), List.of());
    }

    private void finish(Phase phase, String reason, List<JournalEntry> before, List<Message> messages) {
        Instant now = time.now();
        measuring.stop();
        List<JournalEntry> journal = new ArrayList<>(before);
        List<Message> told = new ArrayList<>(messages);
        RollbackStep left = rollback.abandon(reason, now);
        journal.addAll(left.journal());
        told.addAll(left.messages());
        held.addAll(judge.end(now));
        // one that ends is rolled back no more
        held.removeIf(event -> event instanceof Event.RollbackDecided);
        held.forEach(event -> tell(event, journal, told));
        journal.add(JournalEntries.ended(now, phase, reason));
        told.addAll(notices.ended(
                failing().toList(),
                judge.isBlind(),
                unmeasured().keySet(),
                version.problem().isPresent(),
                now));
        stored = stored.ended(phase, now);
        write(journal, told, null, true);
        held.clear();
    }

    private void decideByHand(String reason) {
        measuring.leavePast();
        act(judge.decideManually(time.now(), reason));
    }

    /** A person confirms an item, which the checklist has. */
    void sign(String name, Signature signature) {
        catchUp();
        measuring.leavePast();
        List<Event> events = judge.sign(signature.at(), name);
        signOffs.sign(name, signature);
        act(events, List.of(JournalEntries.signedOff(signature.at(), name, signature)));
    }

    /** The outbox has written what became of rollback signals. */
    void settled(List<JournalEntry> written) {
        catchUp();
        List<JournalEntry> news = rollback.settled(written);
        if (!news.isEmpty()) {
            writer.commit(ChangeDraft.heard(news));
        }
        follow(time.now());
    }

    @Override
    public boolean isBehind() {
        return !held.isEmpty();
    }

    @Override
    public Committed standing() {
        return new Committed(stored, judge.verdict(), rollback.view(), List.of(), List.of());
    }

    @Override
    public void saved(DeploymentView view) {
        savedView = view;
    }

    /** How it stood when it was saved last, or up to ten seconds before, where more has happened since. */
    DeploymentView savedView() {
        return savedView.outdated();
    }

    @Override
    public DeploymentView view() {
        return new DeploymentView(
                        stored,
                        stored.endedAt().orElseGet(time::now),
                        judge.verdict(),
                        judge.windows(),
                        Planned.of(config.windows(), deployment().deployedAt()),
                        signOffs.view(),
                        rollback.view())
                .withVersionProblem(version.problem().orElse(null))
                .withUnmeasured(judge.unmeasured());
    }
}
