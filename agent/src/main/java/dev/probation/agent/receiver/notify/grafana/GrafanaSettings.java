package dev.probation.agent.receiver.notify.grafana;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A Grafana whose charts are annotated.
 *
 * @param url of Grafana itself, with the path that it is served under
 * @param token of a service account that may create annotations
 * @param tags besides the agent's own
 * @param dashboard the dashboard that is annotated; without, dashboards ask for the tags
 */
record GrafanaSettings(URI url, Secret token, List<String> tags, Optional<String> dashboard)
        implements ReceiverSettings {

    public GrafanaSettings {
        tags = List.copyOf(tags);
    }

    String annotations() {
        return url.toString().replaceAll("/+$", "") + "/api/annotations";
    }

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
