package dev.probation.agent.rollback;

import dev.probation.agent.deployments.DeploymentView.Signal.State;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.notification.RollbackNotices;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last step of a rollback, whichever way it ends: what still waited for approval is never started. */
public record RollbackEnding(RollbackState last, RollbackNotices notices) {

    RollbackStep recovered(Instant now) {
        String reason =
                last.isByAPerson() ? "the checks are good" : last.decision().check() + " is good again";
        List<JournalEntry> journal = notApproved(now, "the service recovered without it");
        journal.add(RollbackEntries.recovered(now, reason));
        List<Message> messages = over(reason, now);
        messages.addAll(notices.recovered(reason, now));
        return RollbackStep.last(journal, messages, Phase.ROLLED_BACK, reason);
    }

    /** @param waitedFor what it still waited for */
    RollbackStep notRecovered(String waitedFor, Instant now) {
        String waited = "after " + Durations.write(Duration.between(last.begun(), now));
        List<String> waiting = last.in(State.AWAITING_APPROVAL);
        String unapproved = waiting.isEmpty()
                ? ""
                : ". " + String.join(", ", waiting) + " was not approved, so it will not be started";
        String reason = waited + " it was still waiting for " + waitedFor + unapproved
                + ". The agent has stopped following it: check what runs, and roll back by hand if need be";
        List<JournalEntry> journal =
                notApproved(now, "nobody had approved it " + waited + ", so it will not be started");
        journal.add(RollbackEntries.notRecovered(now, reason));
        List<Message> messages = over(reason, now);
        messages.addAll(notices.escalated(RollbackEscalation.NOT_RECOVERED, reason, now));
        return RollbackStep.last(journal, messages, Phase.NOT_RECOVERED, reason);
    }

    /** Its deployment ends for a reason of its own. */
    public RollbackStep abandoned(String reason, Instant now) {
        if (last.stage() == Stage.ADVISED) {
            return new RollbackStep(List.of(), notices.unheeded(reason, now), Optional.empty(), "");
        }
        if (!last.stage().isOpen()) {
            return RollbackStep.NONE;
        }
        List<Message> messages = over(reason, now);
        messages.addAll(notices.abandoned(reason, now));
        return new RollbackStep(notApproved(now, reason), messages, Optional.empty(), "");
    }

    private List<JournalEntry> notApproved(Instant now, String reason) {
        List<JournalEntry> journal = new ArrayList<>();
        last.in(State.AWAITING_APPROVAL)
                .forEach(receiver -> journal.add(RollbackEntries.notApproved(now, receiver, reason)));
        return journal;
    }

    private List<Message> over(String reason, Instant now) {
        return new ArrayList<>(notices.over(last.toldOf(), reason, now));
    }
}
