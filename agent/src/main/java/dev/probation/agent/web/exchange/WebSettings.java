package dev.probation.agent.web.exchange;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.Network;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.address.Loopback;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and for whom the agent listens.
 *
 * @param host without a token only a loopback address
 * @param port 0 for any free one
 * @param gateToken opens Flagger's gates and nothing else
 * @param trustedProxies from where many clients come
 * @param events whose events come in
 * @param version of the agent
 */
public record WebSettings(
        String host,
        int port,
        Optional<Secret> token,
        Optional<Secret> gateToken,
        List<Network> trustedProxies,
        EventsConfig events,
        String version,
        Limits limits,
        Capacity capacity) {

    /**
     * What one client may take.
     *
     * @param request from the connection to the whole header, and again from the header to the whole body
     * @param handling until an answer is given up
     * @param idle between two requests of a connection, and without any byte in either direction
     * @param answer from the whole request until the client has taken the answer
     */
    public record Limits(Duration request, Duration handling, Duration idle, Duration answer, int bodyBytes) {

        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                64 * 1024);
    }

    /**
     * What all clients may take together.
     *
     * @param connections that are open at the same time
     * @param halfHeaderBytes of requests' headers that are not whole, each of which takes many times as much memory
     * @param admittedBytes of the bodies and answers of those who are let in
     * @param strangerBytes of the bodies of those who are let in only when their body is whole and its signature right
     */
    public record Capacity(int connections, long halfHeaderBytes, long admittedBytes, long strangerBytes) {

        /** What the heap of an agent has room for besides its work. */
        public static Capacity ofConnections(int connections) {
            return new Capacity(connections, 128L * 1024, 8L * 1024 * 1024, 2L * 1024 * 1024);
        }
    }

    public WebSettings {
        trustedProxies = List.copyOf(trustedProxies);
        if (token.isEmpty() && !Loopback.isLoopback(host)) {
            throw new IllegalArgumentException("without a token the agent listens on a loopback address only "
                    + "(127.0.0.1, ::1, localhost), but the host is \"" + host + "\"; configure a token");
        }
        if (token.filter(secret -> secret.reveal().isBlank()).isPresent()) {
            throw new IllegalArgumentException("the token must not be blank");
        }
    }
}
