package dev.probation.agent.watch;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Signature;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.past.BackfillReader;
import dev.probation.agent.past.BaselineInputs;
import dev.probation.agent.past.Increments;
import dev.probation.agent.rollback.RollbackCommands;
import dev.probation.agent.schedule.Schedule;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.VersionName;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Watches one deployment: has its past read and its probes asked, hands on what they measured, and looks at it once a second.
 * Confined to the agent's event loop: no lock, no volatile field.
 */
final class DeploymentWatch implements Schedule.Listener, BackfillReader.Listener, Measuring {

    /** Shorter than a caller of the API waits, who is told why. */
    private static final Duration TO_SETTLE = Duration.ofSeconds(10);

    /** For whoever only looks, and is shown what is on disk by then. */
    private static final Duration TO_SHOW = Duration.ofSeconds(2);

    private static final Duration TO_STOP = Duration.ofSeconds(3);

    private final Time time;
    private final List<WindowSpec> windows;
    private final WatchedDeployment watched;
    private final List<Schedule.Entry> entries;
    private final Schedule schedule;
    private final BackfillReader backfill;
    private final CheckGauges gauges;
    private final SnapshotRhythm snapshots;
    private final Guard ticking;

    DeploymentWatch(WatchContext context, DeploymentConfig config, RestoredState state) {
        List<CheckConfig> checks = config.service().checks();
        this.time = context.time();
        this.windows = config.windows();
        this.watched = new WatchedDeployment(context, config, state, this);
        this.gauges = new CheckGauges(
                deployment(), config.service(), context.metrics().watched(deployment()));
        this.snapshots = new SnapshotRhythm(checks.size(), time);
        this.ticking = new Guard("deployment", deployment().id());
        this.entries = checks.stream()
                .map(check -> new Schedule.Entry(check, context.clients().probe(check)))
                .toList();
        this.schedule = new Schedule(entries, deployment().deployedAt(), time, this);
        this.backfill = new BackfillReader(deployment(), windows, time, this);
    }

    Deployment deployment() {
        return watched.deployment();
    }

    boolean isOpen() {
        return watched.isOpen();
    }

    boolean isOf(String version) {
        return VersionName.areSame(deployment().version(), version);
    }

    boolean isRollingBack() {
        return watched.isRollingBack();
    }

    /** No rollback of the service is followed. */
    void endRollback() {
        watched.endRollback();
    }

    /** Begins, with what can be learnt of the time before. */
    void begin(BaselineInputs inputs) {
        backfill.begin(entries, inputs);
    }

    @Override
    public void baseline(List<Sample> samples, JournalEntry entry) {
        samples.forEach(watched::take);
        watched.note(entry);
    }

    @Override
    public void late(Sample sample) {
        watched.take(counted(sample));
    }

    @Override
    public void lateRead(JournalEntry entry) {
        watched.lateRead(entry);
    }

    @Override
    public void pastIsOver() {
        goOn();
    }

    /** Goes on after the agent was away. */
    void goOn() {
        gauges.begin(windows, watched.judge());
        tick();
        if (isOpen()) {
            enterWindow();
        }
    }

    private void enterWindow() {
        String running =
                watched.judge().window().orElse(windows.get(windows.size() - 1).name());
        windows.stream().filter(window -> window.name().equals(running)).forEach(schedule::enter);
    }

    @Override
    public boolean isReadingPast() {
        return backfill.isReading();
    }

    @Override
    public void leavePast() {
        backfill.leave();
    }

    @Override
    public void windowEnded() {
        if (!backfill.isReading()) {
            enterWindow();
        }
    }

    @Override
    public void stop() {
        backfill.stop();
        schedule.stop();
    }

    @Override
    public void asked(CheckConfig check, Outcome outcome, Duration took, Duration late) {
        CheckId id = check.rule().id();
        Sample sample = counted(new Sample(time.now(), id, outcome));
        watched.take(sample);
        gauges.ran(sample, took, late, watched.judge().progress(id).state());
        watched.follow(sample.at());
    }

    private Sample counted(Sample sample) {
        CheckId id = sample.check();
        return new Sample(
                sample.at(), id, Increments.of(sample.outcome(), watched.judge().counted(id)));
    }

    @Override
    public boolean isPressing(CheckConfig check) {
        return watched.judge().progress(check.rule().id()).isPressing();
    }

    @Override
    public void skipped(CheckConfig check, long runs) {
        gauges.skipped(check.rule().id(), runs);
    }

    /** To be called about once a second. */
    void tick() {
        ticking.run(this::look);
    }

    private void look() {
        boolean judges = isOpen() && !backfill.isReading();
        if (judges) {
            gauges.tick();
            watched.advance(time.now());
        }
        if (judges && isOpen() && snapshots.isDue()) {
            watched.keepSnapshot();
        } else {
            watched.writer().flush();
        }
    }

    /** Whether this is the version before it, of which replicas may still be there. */
    boolean isRolledOutOver(String version) {
        return watched.isRolledOutOver(version);
    }

    /** A version was read off the service. */
    void sees(String version) {
        watched.sees(version);
    }

    /** No version can be read off the service, though it could before. */
    void seesNone(String cause) {
        watched.seesNone(cause);
    }

    /** Where people and deployers say what concerns its rollback. */
    RollbackCommands commands() {
        return watched.commands();
    }

    /** The same for an order, which is taken once all that was judged is told; throws where it still cannot be. */
    RollbackCommands caughtUp() {
        watched.catchUp();
        return watched.commands();
    }

    /** The outbox has written what became of rollback signals. */
    void settled(List<JournalEntry> written) {
        watched.settled(written);
    }

    /** A person confirms an item; false where the checklist has none of this name. */
    boolean sign(String name, Signature signature) {
        boolean known = watched.signOffs().has(name);
        if (known) {
            watched.sign(name, signature);
        }
        return known;
    }

    String signOffHint(String name) {
        return watched.signOffs().hint(name);
    }

    /** A newer deployment takes its place. */
    void supersede(String version) {
        watched.end(Phase.SUPERSEDED, "superseded by " + version);
    }

    /** A person ends it. */
    void cancel(String reason) {
        watched.end(Phase.CANCELLED, reason);
    }

    /** Writes down that it was not measured for a while, or that the clock jumped. */
    void note(JournalEntry entry) {
        ticking.run(() -> watched.note(entry));
    }

    /** The agent did not run for so long, until now. */
    void heldUp(Duration held, Instant now) {
        watched.heldUp(now);
        note(JournalEntries.gap(now.minus(held), now, "the agent was held up"));
    }

    /** These checks were failing, and are configured no more. */
    void leave(List<CheckId> unconfigured) {
        watched.leave(unconfigured);
    }

    /** @param told the checks of which people were told that they measure nothing */
    void agreeOnUnmeasured(Set<CheckId> told) {
        watched.agreeOnUnmeasured(told);
    }

    /** Stops without ending the deployment, which goes on when the agent is back; completes when all is on disk. */
    Future<Void> suspend() {
        stop();
        if (isOpen()) {
            ticking.run(watched::keepSnapshot);
        }
        return watched.writer().drainedOrHandedOn(TO_STOP);
    }

    /** How it stands, on disk or not; with nothing of what was written. */
    Committed standing() {
        return watched.standing();
    }

    /**
     * The view, once no change of it waits for the store; where one still waits after a moment, how the deployment stood when
     * it was saved last, or up to ten seconds before.
     */
    Future<DeploymentView> view() {
        return watched.writer().shown(TO_SHOW).map(done -> watched.view()).otherwise(late -> watched.savedView());
    }

    /** The view, once all that was asked for is on disk; fails with the reason where that takes too long. */
    Future<DeploymentView> settledView() {
        return watched.writer().drained(TO_SETTLE).map(done -> watched.view());
    }

    /** The view of one that has ended, and so takes no order, once that is on disk; fails where that takes too long. */
    Future<DeploymentView> endedView() {
        return settledView()
                .recover(late -> Future.failedFuture(new StoreException("the order was not taken: deployment "
                        + deployment().id() + " has ended as "
                        + DeploymentJson.label(watched.standing().stored().phase())
                        + ", which is not saved yet (the store is unavailable): "
                        + watched.writer().reason())));
    }

    /** Whether it has ended, all of it is on disk, and no signal is under way whose result is to be told. */
    boolean isOver() {
        return !isOpen() && watched.writer().isEmpty() && !watched.awaitsSignals();
    }

    /** Whether something that was judged could not be told. */
    boolean isBehind() {
        return watched.isBehind();
    }

    /** Why the store does not take what is written of it; empty where it does. */
    Optional<String> storeProblem() {
        return watched.writer().problem();
    }
}
