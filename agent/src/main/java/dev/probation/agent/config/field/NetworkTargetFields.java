package dev.probation.agent.config.field;

import dev.probation.agent.config.address.Address;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of targets that are reached by a URL of their own kind.
 *
 * @param address named as the kind
 * @param password of the user in the address
 * @param caFile the authority that the server's certificate must be from
 */
public record NetworkTargetFields(Field<Address> address, SecretField password, Field<Optional<Path>> caFile) {

    /** Of a kind that trusts the JDK's authorities where no other is named. */
    public static NetworkTargetFields of(String kind, Type<Address> url, String description) {
        return new NetworkTargetFields(
                Field.required(kind, url, description),
                SecretField.optional("password", "The user's password."),
                TlsFields.CA_FILE);
    }

    /** These, then {@code more}. */
    public List<Field<?>> with(Field<?>... more) {
        return Stream.<Field<?>>concat(Stream.of(address, password, caFile), Stream.of(more))
                .toList();
    }
}
