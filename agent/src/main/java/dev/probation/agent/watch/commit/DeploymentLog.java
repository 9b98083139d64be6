package dev.probation.agent.watch.commit;

import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The lines of the agent's log on the life of deployments. */
public final class DeploymentLog implements CommitListener {

    private static final Logger log = LoggerFactory.getLogger(DeploymentLog.class);
    private static final Set<String> BREACHES = Set.of(CheckState.BREACHING.label(), CheckState.FAILING.label());

    @Override
    public void committed(Committed committed) {
        committed.journal().forEach(entry -> tell(committed, entry, entry.data()));
    }

    private static void tell(Committed committed, JournalEntry entry, JsonObject data) {
        Deployment deployment = committed.deployment();
        String id = deployment.id();
        switch (entry.kind()) {
            case STARTED -> log.info("deployment started deployment={} version={}", id, deployment.version());
            case TRANSITION -> moved(id, data);
            case WINDOW_ENDED -> windowEnded(id, WindowJson.read(data.getJsonObject("window")));
            case BLINDED -> log.error("agent is blind deployment={} reason={}", id, data.getString("reason"));
            case SIGHTED -> log.info("agent is no longer blind deployment={}", id);
            case UNMEASURED ->
                log.error(
                        "check measures nothing deployment={} check={} reason={}",
                        id,
                        data.getString("check"),
                        data.getString("reason"));
            case UNMEASURED_ENDED ->
                log.info(
                        "check is no longer reported as unmeasured deployment={} check={} reason={}",
                        id,
                        data.getString("check"),
                        data.getString("reason"));
            case PAST_READ -> pastRead(id, data);
            case VERSION_READ -> log.info("version read deployment={} version={}", id, data.getString("version"));
            case VERSION_MISSED -> log.warn("version missed deployment={} reason={}", id, data.getString("reason"));
            case ENDED -> ended(committed, data);
            case ROLLBACK_DECIDED -> decided(deployment, data);
            case ROLLBACK_ORDERED ->
                log.warn(
                        "rollback ordered deployment={} by={} reason={}",
                        id,
                        data.getString("by"),
                        data.getString("reason"));
            case ROLLBACK_WITHHELD -> withheld(id, data);
            case ROLLBACK_APPROVED ->
                log.info(
                        "rollback step approved deployment={} receiver={} by={}",
                        id,
                        data.getString("receiver"),
                        data.getString("by"));
            case ROLLBACK_CLAIMED ->
                log.info("rollback reported as done deployment={} by={}", id, data.getString("by"));
            case ROLLBACK_SIGNALLED ->
                log.info("rollback signal accepted deployment={} receiver={}", id, data.getString("receiver"));
            case ROLLBACK_CONFIRMED -> log.info("rollback confirmed deployment={} by={}", id, data.getString("by"));
            case GAP,
                    CLOCK_JUMPED,
                    SIGNED_OFF,
                    ROLLBACK_NOT_APPROVED,
                    ROLLBACK_ESCALATED,
                    ROLLBACK_SIGNAL_DELAYED,
                    ROLLBACK_RECOVERED,
                    ROLLBACK_NOT_RECOVERED,
                    DELIVERED,
                    UNDELIVERED,
                    SILENCED -> {
                // for the report; what people must do about these they are told in messages
            }
        }
    }

    /** Breaches are a deployment's life; a check that waits, or has no data for once, is a detail. */
    private static void moved(String id, JsonObject data) {
        String from = data.getString("from");
        String to = data.getString("to");
        Level level = BREACHES.contains(from) || BREACHES.contains(to) ? Level.INFO : Level.DEBUG;
        log.atLevel(to.equals(CheckState.FAILING.label()) ? Level.WARN : level)
                .log(
                        "check changed deployment={} check={} from={} to={} reason={}",
                        id,
                        data.getString("check"),
                        from,
                        to,
                        data.getString("reason"));
    }

    private static void windowEnded(String id, WindowVerdict window) {
        log.info(
                "window ended deployment={} window={} verdict={} reason={}",
                id,
                window.name(),
                window.verdict().label(),
                window.reason());
    }

    private static void pastRead(String id, JsonObject data) {
        String part = data.getString("part").equals("baseline") ? "baseline" : "past";
        String failures = data.getString("failures", "");
        if (failures.isEmpty()) {
            log.info("{} read deployment={} samples={}", part, id, data.getLong("samples"));
        } else {
            log.info(
                    "{} read in part deployment={} samples={} failures={}",
                    part,
                    id,
                    data.getLong("samples"),
                    failures);
        }
    }

    private static void withheld(String id, JsonObject data) {
        log.warn(
                "rollback withheld deployment={} check={} cause={} reason={}",
                id,
                data.getString("check"),
                data.getString("cause"),
                data.getString("reason"));
    }

    /** The reason of one that a person ordered ends with who that was. */
    private static void decided(Deployment deployment, JsonObject data) {
        if (CheckId.MANUAL.equals(data.getString("check"))) {
            log.warn(
                    "rollback ordered deployment={} version={} reason={}",
                    deployment.id(),
                    deployment.version(),
                    data.getString("reason"));
            return;
        }
        log.warn(
                "rollback {} deployment={} version={} check={} reason={}",
                DeploymentJson.label(data.getBoolean("signals") ? Stage.DECIDED : Stage.ADVISED),
                deployment.id(),
                deployment.version(),
                data.getString("check"),
                data.getString("reason"));
    }

    private static void ended(Committed committed, JsonObject data) {
        log.info(
                "deployment ended deployment={} phase={} verdict={} reason={}",
                committed.deployment().id(),
                data.getString("phase"),
                committed.verdict().label(),
                data.getString("reason"));
    }
}
