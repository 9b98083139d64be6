package dev.probation.agent.web.webhook;

import dev.probation.agent.config.EventsConfig.GitHub;
import dev.probation.agent.config.EventsConfig.GitHub.VersionBy;
import dev.probation.agent.web.webhook.ServiceEvent.What;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A deployment's status as GitHub tells it. */
final class GitHubEvent {

    private final JsonPayload status;
    private final JsonPayload deployment;
    private final JsonPayload repository;

    private GitHubEvent(JsonPayload body) {
        this.status = body.object("deployment_status");
        this.deployment = body.object("deployment");
        this.repository = body.object("repository");
    }

    static GitHubEvent read(Buffer body) {
        return new GitHubEvent(JsonPayload.of(body));
    }

    String state() {
        return status.line("state");
    }

    String environment() {
        return status.optionalLine("environment").orElseGet(() -> deployment.line("environment"));
    }

    ServiceEvent service(GitHub way) {
        Optional<JsonPayload> payload = deployment.objectOrWritten("payload");
        String fullName = repository.line("full_name");
        List<String> names = new ArrayList<>();
        payload.flatMap(found -> found.optionalLine("service")).ifPresent(names::add);
        names.add(fullName);
        names.add(fullName.substring(fullName.lastIndexOf('/') + 1));
        return new ServiceEvent(
                What.DEPLOYED, names, version(way.version(), payload), status.instant("created_at"), "GitHub");
    }

    private String version(VersionBy by, Optional<JsonPayload> payload) {
        return switch (by) {
            case SHA -> deployment.line("sha");
            case REF -> deployment.line("ref");
            case PAYLOAD ->
                payload.orElseThrow(() -> deployment.missing("payload", "an object with the version"))
                        .line("version");
        };
    }
}
