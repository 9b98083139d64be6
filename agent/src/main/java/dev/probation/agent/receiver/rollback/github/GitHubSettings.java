package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A repository whose deployments are marked as failed, or whose workflow rolls back.
 *
 * @param repository owner and name
 * @param environment whose deployment of the version gets the status
 * @param url of the API, without a slash at its end
 */
record GitHubSettings(
        String repository, Secret token, Optional<String> environment, Optional<Workflow> workflow, URI url)
        implements ReceiverSettings {

    /**
     * A workflow that rolls back.
     *
     * @param file its file's name, or its id
     * @param ref the branch or tag whose version of it is run
     */
    public record Workflow(String file, String ref) {}

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
