package dev.probation.agent.config.field;

import dev.probation.agent.config.Secret;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of targets that are reached over HTTP, besides their address. */
public final class AccessFields {

    private static final Field<String> USER = Field.required("user", Types.text(), "The user's name.");
    private static final SecretField PASSWORD = SecretField.required("password", "The user's password.");
    private static final ObjectSchema<Access.Basic> BASIC = ObjectSchema.of(
            List.of(USER, PASSWORD),
            values -> new Access.Basic(values.get(USER), values.get(PASSWORD).orElseThrow()));

    private static final SecretField BEARER = SecretField.optionalHeader("bearer-token", "A bearer token to send.");
    private static final Field<Optional<Access.Basic>> BASIC_AUTH =
            Field.optional("basic", BASIC, "User and password for basic authentication.");
    private static final Field<Map<String, Secret>> HEADERS = Field.defaulting(
            "headers", Types.mapOfAny(SecretType.HEADER), Map.of(), "Headers to send with each request.");

    private static final Set<String> OWN = Set.of("connection", "content-length", "transfer-encoding");

    private AccessFields() {}

    /** {@code first}, then the fields of access. */
    public static List<Field<?>> with(Field<?>... first) {
        return Stream.concat(
                        Stream.of(first),
                        Stream.<Field<?>>of(BEARER, BASIC_AUTH, HEADERS, TlsFields.CA_FILE, TlsFields.INSECURE))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Those that say where a request ends and who it is for: only who sends it knows. */
    private static Optional<String> ownHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("host")) {
            return Optional.of("expected no header Host, which the agent makes of the target's address, found one;"
                    + " leave it out, and write the host into the address");
        }
        return OWN.contains(lower)
                ? Optional.of("expected no header " + name
                        + ", which the agent writes by itself for each request, found one; leave it out")
                : Optional.empty();
    }

    private static boolean hasHeadersToSend(Values values) {
        return HeaderNames.areValid(values.cursor(HEADERS), values.get(HEADERS).keySet(), AccessFields::ownHeader);
    }

    /** How the target is reached, or null where the fields contradict each other, which is reported. */
    public static @Nullable Access read(Values values) {
        if (values.isGiven(BEARER) && values.isGiven(BASIC_AUTH)) {
            values.cursor(BASIC_AUTH).report("expected only one of bearer-token and basic, found both");
            return null;
        }
        if (!hasHeadersToSend(values)) {
            return null;
        }
        return new Access(
                values.get(BEARER),
                values.get(BASIC_AUTH),
                values.get(HEADERS),
                values.get(TlsFields.CA_FILE),
                values.get(TlsFields.INSECURE));
    }
}
