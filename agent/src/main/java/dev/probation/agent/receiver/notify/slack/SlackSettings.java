package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.util.List;

/** A Slack incoming webhook; its address is the secret. */
public record SlackSettings(Secret url) implements ReceiverSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
