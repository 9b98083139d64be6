package dev.probation.agent.config.field;

import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The path of a file that must be there; relative to the configuration file that names it. */
public record FileType() implements Type<Path> {

    @Override
    public @Nullable Path read(Cursor cursor) {
        Optional<Path> path = cursor.node() instanceof Node.Scalar scalar && !scalar.isNothing()
                ? resolve(scalar).filter(file -> cursor.problems().leavesFilesOut() || Files.isRegularFile(file))
                : Optional.empty();
        if (path.isEmpty()) {
            cursor.expected("the path of a file that exists");
        }
        return path.orElse(null);
    }

    static Optional<Path> resolve(Node.Scalar scalar) {
        try {
            Path path = Path.of(scalar.text());
            return Optional.of(
                    path.isAbsolute() ? path : Path.of(scalar.location().file()).resolveSibling(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Map.of("type", "string", "minLength", 1, "title", "path");
    }
}
