package dev.probation.agent.web.webhook;

import dev.probation.agent.config.EventsConfig.GitHub;
import dev.probation.agent.config.EventsConfig.GitHub.VersionBy;
import dev.probation.agent.json.StrictFields;
import dev.probation.agent.web.webhook.ServiceEvent.What;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A deployment's status as GitHub tells it. */
final class GitHubEvent {

    private final StrictFields status;
    private final StrictFields deployment;
    private final StrictFields repository;

    private GitHubEvent(StrictFields body) {
        this.status = body.object("deployment_status");
        this.deployment = body.object("deployment");
        this.repository = body.object("repository");
    }

    static GitHubEvent read(Buffer body) {
        return new GitHubEvent(StrictFields.ofBody(body));
    }

    String state() {
        return status.visibleLine("state");
    }

    String environment() {
        return status.optionalVisibleLine("environment").orElseGet(() -> deployment.visibleLine("environment"));
    }

    /** What its service may be called by, the surest first. */
    List<String> names() {
        String fullName = repository.visibleLine("full_name");
        List<String> names = new ArrayList<>();
        payload().flatMap(found -> found.optionalVisibleLine("service")).ifPresent(names::add);
        names.add(fullName);
        names.add(fullName.substring(fullName.lastIndexOf('/') + 1));
        return names;
    }

    ServiceEvent service(GitHub way) {
        return new ServiceEvent(
                What.DEPLOYED, version(way.version(), payload().orElse(null)), status.instant("created_at"), "GitHub");
    }

    private Optional<StrictFields> payload() {
        return deployment.objectOrWritten("payload");
    }

    private String version(VersionBy by, @Nullable StrictFields payload) {
        return switch (by) {
            case SHA -> deployment.visibleLine("sha");
            case REF -> deployment.visibleLine("ref");
            case PAYLOAD -> {
                if (payload == null) {
                    throw deployment.missing("payload", "an object with the version");
                }
                yield payload.visibleLine("version");
            }
        };
    }
}
