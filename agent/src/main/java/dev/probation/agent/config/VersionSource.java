package dev.probation.agent.config;

import java.time.Duration;

/**
 * Where the running version of a service can be read; a change of it is a deployment.
 *
 * @param path of the document, below the target's base
 * @param json the JSON path of the version in it
 * @param grace how long after an announcement another version may be read, or for how long none, before people hear of it
 */
public record VersionSource(
        Target target, String path, String json, Duration every, Duration timeout, Duration grace) {}
