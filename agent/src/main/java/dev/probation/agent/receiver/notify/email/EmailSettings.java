package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A mail server that takes messages for some addresses.
 *
 * @param host of the server, whose certificate must be of this name
 * @param login where the server asks for one
 * @param caFile PEM file of the authority to trust in place of the JDK's
 */
record EmailSettings(
        List<String> to, String from, String host, int port, Optional<Login> login, Tls tls, Optional<Path> caFile)
        implements ReceiverSettings {

    /** A user of the mail server. */
    public record Login(String user, Secret password) {}

    /** How the connection is kept secret. */
    public enum Tls {
        /** Begun in clear, with TLS demanded before anything is said. */
        STARTTLS(587),
        /** From the first byte. */
        TLS(465),
        NONE(25);

        private final int port;

        Tls(int port) {
            this.port = port;
        }

        int port() {
            return port;
        }
    }

    public EmailSettings {
        to = List.copyOf(to);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(host, tls != Tls.NONE));
    }
}
