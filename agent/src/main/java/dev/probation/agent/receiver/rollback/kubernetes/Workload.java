package dev.probation.agent.receiver.rollback.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What runs the pods, and how the API that describes it is reached.
 *
 * @param versionBy how the version that runs is known
 * @param api the API's address
 * @param tokenFile read at each call, since tokens are renewed; the service account's where absent
 * @param caFile PEM file of the authority to trust; the service account's where absent
 */
public record Workload(
        String namespace, String name, VersionBy versionBy, URI api, Optional<Path> tokenFile, Optional<Path> caFile) {}
