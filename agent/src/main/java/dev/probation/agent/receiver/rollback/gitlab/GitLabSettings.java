package dev.probation.agent.receiver.rollback.gitlab;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project whose pipeline rolls back.
 *
 * @param project its path or its number
 * @param token a pipeline trigger token
 * @param readToken an access token with which the pipelines are looked at before one is started
 * @param variables further ones, given to the pipeline
 * @param url of the server
 */
record GitLabSettings(
        String project, Secret token, Optional<Secret> readToken, String ref, Map<String, String> variables, URI url)
        implements ReceiverSettings {

    public GitLabSettings {
        variables = Map.copyOf(variables);
    }

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
