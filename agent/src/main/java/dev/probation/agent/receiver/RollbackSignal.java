package dev.probation.agent.receiver;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.deployment.VersionName;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What a deployer is told.
 *
 * @param id the decision's, the same however often it is told
 */
public record RollbackSignal(
        String id, String deployment, String service, String version, String check, String reason, Instant decidedAt) {

    /** What a message to a deployer says. */
    public static RollbackSignal of(Message message) {
        Notice notice = message.notice();
        return new RollbackSignal(
                notice.decision().orElse(message.id()),
                notice.deployment(),
                notice.service(),
                notice.version(),
                Sanitizer.MESSAGE.line(notice.check().map(Evidence::check).orElse(CheckId.MANUAL)),
                Sanitizer.MESSAGE.lines(notice.reason()),
                notice.at());
    }

    /** Whether {@code name} is the version's. */
    public boolean isVersion(String name) {
        return VersionName.areSame(name, version);
    }

    /** Whether {@code name} has the version in it, as {@code shop:v1.4.2-alpine} has 1.4.2, and 1.4.20 has not. */
    public boolean hasVersion(String name) {
        return new VersionName(version).isIn(name);
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("deployment", deployment)
                .put("service", service)
                .put("version", version)
                .put("check", check)
                .put("reason", reason)
                .put("decidedAt", decidedAt);
    }
}
