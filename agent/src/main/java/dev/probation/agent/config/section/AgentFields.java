package dev.probation.agent.config.section;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.HeartbeatConfig;
import dev.probation.agent.config.Network;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.address.AddressType;
import dev.probation.agent.config.address.Loopback;
import dev.probation.agent.config.field.FileType;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section {@code agent}. */
public final class AgentFields {

    /** Where the agent listens. */
    private record Listen(String host, int port) {

        private static final Pattern WRITTEN = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

        static Optional<Listen> parse(String text) {
            Matcher matcher = WRITTEN.matcher(text);
            return matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535
                    ? Optional.of(
                            new Listen(matcher.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        }
    }

    private static final String SQLITE = "sqlite:";
    /** What the driver takes for something else than a file: a store in memory would forget all at each restart. */
    private static final Pattern NO_PLAIN_PATH = Pattern.compile("^(:memory:|file:)|[?]");

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final String STORE_EXPECTED = "sqlite:PATH or postgresql://USER@HOST:PORT/DATABASE";
    private static final Type<String> STORE_TYPE =
            new AddressType<>(STORE_EXPECTED, "sqlite:.+|postgresql://.+", AgentFields::parseStore);

    private static final Field<String> STORE = Field.written(
            "store",
            STORE_TYPE,
            "sqlite:probation.db",
            "Where deployments, samples and decisions are kept: `sqlite:PATH` or"
                    + " `postgresql://USER@HOST:PORT/DATABASE`.");
    private static final SecretField STORE_PASSWORD =
            SecretField.optional("store-password", "The password of a PostgreSQL store.");
    private static final Field<Optional<URI>> EXTERNAL_URL = Field.optional(
            "external-url",
            Address.web("https://probation.example.com"),
            "The URL by which people reach the agent, for links in messages.");
    private static final Field<Listen> LISTEN = Field.written(
            "listen",
            new AddressType<>("HOST:PORT such as 127.0.0.1:17272", ".+:[0-9]+", Listen::parse),
            "127.0.0.1:17272",
            "The address of the API. Other than loopback only with a token.");
    private static final SecretField TOKEN =
            SecretField.optionalOwnToken("token", "The bearer token that the API requires, of at least 16 characters.");
    private static final SecretField GATE_TOKEN = SecretField.optionalOwnToken(
            "gate-token",
            "Opens Flagger's two gates and nothing else, as the password in their URL; at least 16 characters.");
    private static final Field<List<Network>> TRUSTED_PROXIES = Field.defaulting(
            "trusted-proxies",
            Types.listOf(Types.titled(
                    "IP address or range",
                    Types.text(
                            "an IP address or a range of them, such as 10.0.0.7 or 10.0.0.0/8",
                            "[0-9A-Fa-f:.]+(/[0-9]{1,3})?",
                            Network::parse))),
            List.of(),
            "The addresses of proxies in front of the agent. The limit on requests without a valid token, which holds for"
                    + " each address, does not hold for these. Default: none.");
    private static final Field<Duration> KEEP_SAMPLES = Field.written(
            "keep-samples",
            Types.durationFrom(Duration.ofMinutes(1)),
            "1h",
            "How long raw samples are kept; after that, one-minute summaries.");
    private static final Field<Duration> KEEP_DEPLOYMENTS = Field.written(
            "keep-deployments",
            Types.durationFrom(Duration.ofDays(7)),
            "400d",
            "How long a deployment is kept after its end, with its summaries, journal and messages; the newest of each service"
                    + " is kept for ever.");

    private static final SecretField HEARTBEAT_URL = SecretField.requiredUrl("url", "The URL to POST to.");
    private static final Field<Duration> HEARTBEAT_EVERY =
            Field.written("every", Types.durationFrom(Duration.ofSeconds(1)), "1m", "How often.");
    private static final Field<Optional<HeartbeatConfig>> HEARTBEAT = Field.optional(
            "heartbeat",
            ObjectSchema.of(
                    List.of(HEARTBEAT_URL, HEARTBEAT_EVERY),
                    values ->
                            new HeartbeatConfig(values.get(HEARTBEAT_URL).orElseThrow(), values.get(HEARTBEAT_EVERY))),
            "Requests to a URL while the agent is healthy. Your monitoring alerts when they stop (a dead"
                    + " man's switch).");

    public static final ObjectSchema<AgentConfig> SCHEMA = ObjectSchema.of(
            List.of(
                    STORE,
                    STORE_PASSWORD,
                    EXTERNAL_URL,
                    LISTEN,
                    TOKEN,
                    GATE_TOKEN,
                    TRUSTED_PROXIES,
                    HEARTBEAT,
                    KEEP_SAMPLES,
                    KEEP_DEPLOYMENTS),
            AgentFields::build);

    private AgentFields() {}

    private static Optional<String> parseStore(String text) {
        if (text.startsWith(SQLITE)) {
            return parseSqlite(text);
        }
        return Address.parse(text, 5432)
                .filter(address -> address.scheme().equals("postgresql")
                        && address.user().isPresent()
                        && !address.path().isEmpty())
                .map(address -> {
                    String mode = address.options().getOrDefault("sslmode", "prefer");
                    if (!SSL_MODES.contains(mode)) {
                        throw new IllegalArgumentException("; sslmode is one of " + String.join(", ", SSL_MODES));
                    }
                    return text;
                });
    }

    private static Optional<String> parseSqlite(String text) {
        String path = text.substring(SQLITE.length());
        if (path.isBlank() || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (NO_PLAIN_PATH.matcher(path).find()) {
            throw new IllegalArgumentException(
                    "; PATH is the path of a file, without SQLite's own forms :memory:, file: and ?");
        }
        if (!FileType.isFilePath(path)) {
            throw new IllegalArgumentException("; PATH is the path of a file, and not of a folder");
        }
        return Optional.of(text);
    }

    private static @Nullable AgentConfig build(Values values) {
        Listen listen = values.get(LISTEN);
        if (!Loopback.isLoopback(listen.host()) && values.get(TOKEN).isEmpty()) {
            values.cursor(LISTEN)
                    .report("expected a token, because other machines can reach \"" + listen.host()
                            + "\", found none; set token-file, or listen on 127.0.0.1");
            return null;
        }
        if (values.isGiven(STORE_PASSWORD) && values.get(STORE).startsWith(SQLITE)) {
            values.cursor(STORE_PASSWORD)
                    .report("expected a store-password only with a PostgreSQL store, found sqlite");
            return null;
        }
        if (values.isGiven(GATE_TOKEN) && values.get(TOKEN).isEmpty()) {
            values.cursor(GATE_TOKEN)
                    .report(
                            "expected a token for all other requests as well, found none; set token-file, or remove gate-token");
            return null;
        }
        return new AgentConfig(
                values.get(STORE),
                values.get(STORE_PASSWORD),
                values.get(EXTERNAL_URL),
                listen.host(),
                listen.port(),
                values.get(TOKEN),
                values.get(GATE_TOKEN),
                values.get(TRUSTED_PROXIES),
                values.get(HEARTBEAT),
                values.get(KEEP_SAMPLES),
                values.get(KEEP_DEPLOYMENTS));
    }
}
