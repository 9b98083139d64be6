package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a file for rollbacks is written. */
public final class FileFields implements ReceiverFields {

    private static final String EXPECTED =
            "the absolute path of a file such as /var/lib/probation/rollback.json or /run/rollback/{service}.json";
    private static final Field<String> FILE = Field.required(
            "file",
            Types.text(EXPECTED, "/.*[^/]", FileFields::template),
            "The file that a rollback is written to, whole at once; {service} stands for the service's name.");
    private static final ObjectSchema<FileSettings> SETTINGS =
            ObjectSchema.of(List.of(FILE), values -> new FileSettings(values.get(FILE)));

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<FileSettings> settings() {
        return SETTINGS;
    }

    private static Optional<String> template(String text) {
        String rest = text.replace(FileSettings.SERVICE, "");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "expected " + EXPECTED + ", found \"" + text + "\"; only {service} stands for something");
        }
        return Optional.of(text).filter(FileFields::isFile);
    }

    private static boolean isFile(String text) {
        try {
            Path path = Path.of(text);
            return path.isAbsolute() && !text.endsWith("/") && path.equals(path.normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
