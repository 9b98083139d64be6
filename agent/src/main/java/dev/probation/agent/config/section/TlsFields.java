package dev.probation.agent.config.section;

import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Types;
import java.nio.file.Path;
import java.util.Optional;

/** Whom to trust when a server shows its certificate. */
public final class TlsFields {

    public static final Field<Optional<Path>> CA_FILE =
            Field.optional("ca-file", new FileType(), "PEM file of the authority to trust in place of the JDK's.");
    public static final Field<Boolean> INSECURE = Field.written(
            "insecure-skip-verify", Types.flag(), "false", "Accept any certificate. For trials only; reports say so.");

    private TlsFields() {}
}
