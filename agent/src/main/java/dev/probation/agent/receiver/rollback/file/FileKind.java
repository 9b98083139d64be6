package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.field.FileType;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.text.FileFault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file that a script watches. */
public final class FileKind implements ReceiverKind {

    private static final String EXPECTED =
            "the absolute path of a file such as /var/lib/probation/rollback.json or /run/rollback/{service}.json";
    private static final Set<String> ROUNDABOUT = Set.of(".", "..");
    private static final Field<String> FILE = Field.required(
            "file",
            Types.text(EXPECTED, "/.*[^/]", FileKind::template),
            "The file's absolute path. `{service}` stands for the service's name.");
    private static final ObjectSchema<FileSettings> SETTINGS =
            ObjectSchema.of(List.of(FILE), values -> new FileSettings(values.get(FILE)));

    @Override
    public String name() {
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

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new FileReceiver((FileSettings) config.settings(), context.time());
    }

    @Override
    public List<String> missing(ReceiverConfig config, List<String> services) {
        FileSettings settings = (FileSettings) config.settings();
        return services.stream()
                .flatMap(service -> missing(settings, service).stream())
                .distinct()
                .map(found -> "expected a file that the agent can write, but on this machine " + found
                        + "; give the path of a file, in a folder that exists and that the agent may write to")
                .toList();
    }

    private static Optional<String> missing(FileSettings settings, String service) {
        return FileFault.unnamed(settings.template()).or(() -> new RollbackFile(settings.of(service)).missing());
    }

    private static Optional<String> template(String text) {
        String rest = text.replace(FileSettings.SERVICE, "");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "expected " + EXPECTED + ", found \"" + text + "\"; only {service} is a placeholder");
        }
        return Optional.of(text).filter(FileKind::isFile);
    }

    private static boolean isFile(String text) {
        return text.startsWith("/")
                && FileType.isFilePath(text)
                && Arrays.stream(text.split("/")).noneMatch(ROUNDABOUT::contains);
    }
}
