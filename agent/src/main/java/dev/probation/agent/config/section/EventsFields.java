package dev.probation.agent.config.section;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.EventsConfig.Alertmanager;
import dev.probation.agent.config.EventsConfig.CdEvents;
import dev.probation.agent.config.EventsConfig.GitHub;
import dev.probation.agent.config.EventsConfig.GitHub.VersionBy;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.agent.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The section {@code events}: the ways in. */
public final class EventsFields {

    private static final String SERVICES_KEY = "services";

    private static final SecretField TOKEN = SecretField.optionalOwnToken(
            "token",
            "The bearer token that the sender must give, of at least 16 characters. At least one of `token` and `secret` is"
                    + " needed.");
    private static final SecretField SIGNING = SecretField.optionalSigningKey(
            "secret",
            "The sender's signing key in the form of Standard Webhooks: `whsec_` and at least 24 bytes in base64.");
    private static final Field<Optional<String>> ANY_ENVIRONMENT =
            Field.optional("environment", Types.text(), "The only environment whose events count. Default: all.");
    private static final Field<Map<String, String>> SUBJECTS = Field.defaulting(
            SERVICES_KEY,
            Types.mapOfAny(Types.text()),
            Map.of(),
            "A map from subjects' ids or packages' names to services. Default: their own names.");

    private static final SecretField SECRET = SecretField.requiredOwn(
            "secret", "The webhook's secret, with which GitHub signs, of at least 16 characters.");
    private static final Field<String> ENVIRONMENT =
            Field.written("environment", Types.text(), "production", "The only environment whose deployments count.");
    private static final Field<VersionBy> VERSION = Field.written(
            "version",
            Types.choice(VersionBy.class),
            "sha",
            "What the version is: the deployment's commit, its ref, or the field `version` of its" + " payload.");
    private static final Field<Map<String, String>> REPOSITORIES = Field.defaulting(
            SERVICES_KEY,
            Types.mapOfAny(Types.text()),
            Map.of(),
            "A map from repositories (`OWNER/NAME`) to services. Default: the repository's name.");

    private static final SecretField ALERT_TOKEN = SecretField.requiredOwnToken(
            "token", "The bearer token or basic password that Alertmanager must give, of at least 16 characters.");

    private static final Field<Optional<CdEvents>> CDEVENTS = Field.optional(
            "cdevents",
            ObjectSchema.of(List.of(TOKEN, SIGNING, ANY_ENVIRONMENT, SUBJECTS), EventsFields::cdevents),
            "Services deployed, upgraded and rolled back, reported as CDEvents.");
    private static final Field<Optional<GitHub>> GITHUB = Field.optional(
            "github",
            ObjectSchema.of(
                    List.of(SECRET, ENVIRONMENT, VERSION, REPOSITORIES),
                    values -> new GitHub(
                            values.get(SECRET).orElseThrow(),
                            values.get(ENVIRONMENT),
                            values.get(VERSION),
                            values.get(REPOSITORIES))),
            "Deployments that succeeded on GitHub.");
    private static final Field<Optional<Alertmanager>> ALERTMANAGER = Field.optional(
            "alertmanager",
            ObjectSchema.of(
                    List.of(ALERT_TOKEN),
                    values -> new Alertmanager(values.get(ALERT_TOKEN).orElseThrow())),
            "Alerts, which checks of the kind `alerts` count.");

    static final ObjectSchema<EventsConfig> SCHEMA = ObjectSchema.of(
            List.of(CDEVENTS, GITHUB, ALERTMANAGER),
            values -> new EventsConfig(values.get(CDEVENTS), values.get(GITHUB), values.get(ALERTMANAGER)));

    private EventsFields() {}

    private static @Nullable CdEvents cdevents(Values values) {
        Optional<Secret> signing = values.get(SIGNING);
        if (values.get(TOKEN).isEmpty() && signing.isEmpty()) {
            values.map().report("expected token-file or secret-file, because the sender must be known, found neither");
            return null;
        }
        return new CdEvents(values.get(TOKEN), signing, values.get(ANY_ENVIRONMENT), values.get(SUBJECTS));
    }

    /** Reports services that are not there. */
    public static void requireServices(Cursor events, Set<String> services) {
        Stream.of(CDEVENTS, GITHUB)
                .flatMap(way -> events.at(way.name()).stream())
                .flatMap(way -> way.at(SERVICES_KEY).stream())
                .forEach(map -> requireServicesIn(map, services));
    }

    private static void requireServicesIn(Cursor map, Set<String> services) {
        if (!(map.node() instanceof Node.Mapping mapping)) {
            return;
        }
        mapping.entries()
                .keySet()
                .forEach(key -> map.at(key)
                        .filter(cursor ->
                                cursor.node() instanceof Node.Scalar scalar && !services.contains(scalar.text()))
                        .ifPresent(cursor -> {
                            String name = ((Node.Scalar) cursor.node()).text();
                            cursor.report(
                                    "expected a service's name, found \"" + name + '"' + Nearest.hint(name, services));
                        }));
    }

    /** Reports targets of alerts that nobody may tell. */
    public static void requireAlertmanager(
            @Nullable EventsConfig events, KindRegistry kinds, Cursor targets, Map<String, Target> known) {
        if (events != null && events.alertmanager().isEmpty()) {
            known.values().stream()
                    .filter(target -> kinds.probe(target.kind()).isTold())
                    .findFirst()
                    .ifPresent(target -> targets.at(target.name())
                            .orElse(targets)
                            .report("expected events.alertmanager with a token-file, because alerts arrive there,"
                                    + " found none"));
        }
    }
}
