package dev.probation.agent.config.field;

import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Types;
import java.nio.file.Path;
import java.util.Optional;

/** Whom to trust when a server shows its certificate. */
public final class TlsFields {

    public static final Field<Optional<Path>> CA_FILE = Field.optional(
            "ca-file",
            new CaFileType(),
            "A PEM file with the certificate authority to trust. Default: the JDK's authorities.");
    public static final Field<Boolean> INSECURE =
            Field.written("insecure-skip-verify", Types.flag(), "false", "Accept any certificate. For trials only.");

    private TlsFields() {}
}
