package dev.probation.agent.config.address;

import dev.probation.agent.config.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an HTTP target is reached: credentials, headers and TLS.
 *
 * @param headers sent with each request; their values may be secrets
 * @param caFile PEM file of the authority to trust in place of the JDK's
 * @param insecureSkipVerify accept any certificate, which is said in the log and in reports
 */
public record Access(
        Optional<Secret> bearerToken,
        Optional<Basic> basic,
        Map<String, Secret> headers,
        Optional<Path> caFile,
        boolean insecureSkipVerify) {

    /** User and password for basic authentication. */
    public record Basic(String user, Secret password) {}

    /** No credentials, the JDK's authorities. */
    public static final Access PLAIN =
            new Access(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), false);

    public Access {
        headers = Map.copyOf(headers);
    }
}
