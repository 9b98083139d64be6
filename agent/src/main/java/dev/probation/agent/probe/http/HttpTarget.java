package dev.probation.agent.probe.http;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.config.address.Access;
import java.net.URI;
import java.util.List;

/** An application that answers over HTTP; check paths are below {@code base}. */
public record HttpTarget(URI base, Access access) implements TargetSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(base);
    }
}
