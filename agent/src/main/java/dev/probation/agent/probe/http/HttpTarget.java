package dev.probation.agent.probe.http;

import dev.probation.agent.config.Access;
import dev.probation.agent.config.TargetSettings;
import java.net.URI;

/** An application that answers over HTTP; check paths are below {@code base}. */
public record HttpTarget(URI base, Access access) implements TargetSettings {}
