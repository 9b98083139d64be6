package dev.probation.agent.rollback;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.notification.RollbackNotices;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.deployment.Deployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first step of a rollback: whether the agent acts by itself, and who is signalled and told when it does. */
record RollbackBeginning(RollbackConfig config, Deployment deployment, CoolDown coolDown, RollbackNotices notices) {

    /** Why the agent does not act by itself; empty where it does. */
    Optional<String> heldBack(Instant at) {
        return config.mode() == Mode.SIGNAL ? coolDown.holds(deployment, at) : Optional.of("rollback.mode is advise");
    }

    /**
     * @param entry tells that it was decided or ordered
     * @param needsWord whether a person has to say that it is done
     */
    RollbackStep begin(JournalEntry entry, Decision decision, boolean needsWord) {
        coolDown.rolledBack(deployment, entry.at());
        List<Message> messages = new ArrayList<>(notices.begun(decision, needsWord, entry.at()));
        messages.addAll(notices.signals(decision, entry.at()));
        return RollbackStep.entering(Phase.ROLLING_BACK, entry, messages);
    }
}
