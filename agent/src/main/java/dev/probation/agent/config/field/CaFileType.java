package dev.probation.agent.config.field;

import dev.probation.agent.http.CaFile;
import dev.probation.agent.http.CaFileException;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As {@link FileType}, and the file must hold the certificates of authorities. */
public record CaFileType() implements Type<Path> {

    private static final FileType FILE = new FileType();

    @Override
    public @Nullable Path read(Cursor cursor) {
        Path path = FILE.read(cursor);
        if (path == null || cursor.problems().leavesFilesOut()) {
            return path;
        }
        try {
            new CaFile(path).check();
            return path;
        } catch (CaFileException unusable) {
            String words = cursor.node() instanceof Node.Scalar scalar ? scalar.words() : "a file";
            cursor.report("expected a PEM file with the certificates of the authorities to trust, found " + words + ": "
                    + unusable.found() + "; put the certificate of the authority that signed the server's there");
            return null;
        }
    }

    @Override
    public boolean holdsSecret() {
        return false;
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return FILE.jsonSchema();
    }
}
