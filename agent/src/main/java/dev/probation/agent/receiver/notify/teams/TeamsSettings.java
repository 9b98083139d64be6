package dev.probation.agent.receiver.notify.teams;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.util.List;

/** A webhook of Teams' Workflows; its address is the secret. */
public record TeamsSettings(Secret url) implements ReceiverSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
