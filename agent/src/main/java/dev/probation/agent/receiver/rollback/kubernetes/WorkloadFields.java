package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.CaFileType;
import dev.probation.agent.config.field.FileType;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a workload of Kubernetes is written, whatever its kind. */
public final class WorkloadFields {

    private static final String IN_CLUSTER = "https://kubernetes.default.svc";
    private static final String NAME_FORM = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

    private static final Field<String> NAMESPACE =
            Field.required("namespace", name("a namespace such as shop"), "Its namespace.");
    private static final Field<VersionBy> VERSION_BY = Field.required(
            "version-by",
            Types.text(
                    "image, none, or a label of the pods such as app.kubernetes.io/version",
                    VersionBy.FORM,
                    VersionBy::parse),
            "How to know the running version: `image` (its tag), a label of the pods such as"
                    + " `app.kubernetes.io/version`, or `none`.");
    private static final Field<URI> URL =
            Field.written("url", Address.web(IN_CLUSTER), IN_CLUSTER, "The address of the API.");
    private static final Field<Optional<Path>> TOKEN_FILE = Field.optional(
            "token-file",
            new FileType(),
            "A file with the token, which the agent reads at each call. Default: the service account's.");
    private static final Field<Optional<Path>> CA_FILE = Field.optional(
            "ca-file",
            new CaFileType(),
            "A PEM file with the certificate authority to trust. Default: the service account's.");

    private WorkloadFields() {}

    /** The workload's name, under the key that names its kind. */
    public static Field<String> key(String kind, String description) {
        return Field.required(kind, name("a name such as shop"), description);
    }

    /** {@code key}, then what all have. */
    public static List<Field<?>> with(Field<String> key) {
        return List.of(key, NAMESPACE, VERSION_BY, URL, TOKEN_FILE, CA_FILE);
    }

    public static Workload read(Values values, Field<String> key) {
        return new Workload(
                values.get(NAMESPACE),
                values.get(key),
                values.get(VERSION_BY),
                values.get(URL),
                values.get(TOKEN_FILE),
                values.get(CA_FILE));
    }

    private static Type<String> name(String expected) {
        return Types.text(expected, NAME_FORM, text -> Optional.of(text).filter(each -> each.matches(NAME_FORM)));
    }
}
