package dev.probation.agent.rollback;

import dev.probation.agent.deployments.DeploymentView.Signal.State;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.notification.RollbackNotices;
import dev.probation.agent.store.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an open rollback waits for, and when people have to know that it does.
 *
 * @param needsWord whether nothing but somebody's word shows that the earlier version is back
 * @param taken hears of the entry that tells people
 */
record EscalationPolicy(
        RollbackState open,
        RollbackNotices notices,
        Recovery recovery,
        RunningVersion versions,
        boolean needsWord,
        Consumer<JournalEntry> taken) {

    /**
     * The next thing that people have to know, each once.
     *
     * @param late whether the earlier version should be back by now
     */
    Optional<RollbackStep> escalation(Instant now, boolean late) {
        if (open.stage() == Stage.DECIDED && open.isRefusedByAll() && isNew(RollbackEscalation.NOT_SIGNALLED)) {
            return Optional.of(escalate(
                    RollbackEscalation.NOT_SIGNALLED,
                    refusals() + ". Check whether the rollback happened and, if not, " + notices.byHand(),
                    now));
        }
        Optional<String> contradiction = contradiction();
        if (contradiction.isPresent() && isNew(RollbackEscalation.NOT_CONFIRMED)) {
            return Optional.of(escalate(RollbackEscalation.NOT_CONFIRMED, contradiction.orElseThrow(), now));
        }
        boolean behind =
                open.stage() == Stage.DECIDED || (open.stage() == Stage.SIGNALLED && (versions.isRead() || needsWord));
        if (late && behind && isNew(RollbackEscalation.SLOW)) {
            String reason = "it is waiting for " + waitsFor().orElse("") + ". The agent keeps tracking it";
            return Optional.of(escalate(RollbackEscalation.SLOW, reason, now));
        }
        return Optional.empty();
    }

    private boolean isNew(RollbackEscalation escalation) {
        return !open.told().contains(escalation);
    }

    private RollbackStep escalate(RollbackEscalation escalation, String reason, Instant now) {
        JournalEntry entry = RollbackEntries.escalated(now, escalation, reason);
        taken.accept(entry);
        return RollbackStep.of(entry, notices.escalated(escalation, reason, now));
    }

    /** Somebody says that the earlier version is back, or it was seen, and what is read since says otherwise. */
    private Optional<String> contradiction() {
        Optional<Instant> said = open.stage() == Stage.CONFIRMED
                ? Optional.of(open.since())
                : open.claim().map(RollbackState.Claim::at);
        String who = open.stage() == Stage.CONFIRMED
                ? "it was confirmed"
                : open.claim()
                        .map(claim -> claim.by() + " says that it is done")
                        .orElse("");
        return said.map(at -> at.plus(RunningVersion.GRACE))
                .flatMap(since -> versions.stillThere(open, since))
                .map(version -> who + ", but the service still reports version " + version);
    }

    private String refusals() {
        return open.signals().stream()
                .filter(signal -> signal.state() == State.REFUSED)
                .map(signal -> signal.receiver()
                        + signal.reason().map(why -> " (" + why + ')').orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** In one sentence, with what a person types. */
    Optional<String> waitsFor() {
        return waitsFor(
                ": " + notices.byHand(),
                ": " + notices.confirm(),
                receiver -> "approval of " + receiver + " (" + notices.approve(receiver, open.begun()) + ')');
    }

    /** The same for an end, at which nothing is to be approved any more. */
    Optional<String> waitedFor() {
        return waitsFor("", "", receiver -> "approval of " + receiver);
    }

    private Optional<String> waitsFor(String byHand, String confirm, Function<String, String> approval) {
        List<String> things = new ArrayList<>();
        switch (open.stage()) {
            case DECIDED -> things.addAll(signal(byHand));
            case SIGNALLED -> things.add(signalled(confirm));
            case CONFIRMED ->
                things.add(contradiction()
                        .orElseGet(() -> recovery.missing(open.decision().check())));
            case ADVISED, RECOVERED, NOT_RECOVERED -> {
                // waits for nothing
            }
        }
        open.in(State.AWAITING_APPROVAL).forEach(receiver -> things.add(approval.apply(receiver)));
        return things.isEmpty() ? Optional.empty() : Optional.of(String.join("; and for ", things));
    }

    private List<String> signal(String byHand) {
        List<String> pending = open.in(State.PENDING);
        if (!pending.isEmpty()) {
            return List.of(String.join(" or ", pending) + " to accept the signal");
        }
        if (open.signals().isEmpty()) {
            return List.of("a person, because rollback.to names no receiver that could be signalled" + byHand);
        }
        return open.isRefusedByAll()
                ? List.of("a person, because nobody is known to carry out the rollback" + byHand)
                : List.of();
    }

    private String signalled(String confirm) {
        if (needsWord) {
            return "somebody to say that the earlier version is back, because no version is read and no check was bad"
                    + confirm;
        }
        if (!versions.isRead()) {
            return recovery.missing(open.decision().check());
        }
        String said =
                open.claim().map(claim -> claim.by() + " says it is, but ").orElse("");
        return "the earlier version to be back (" + said
                + versions.told(open, open.since().minus(RunningVersion.GRACE)) + ')';
    }
}
