package dev.probation.agent.config.field;

import dev.probation.agent.config.Secret;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A secret {@code x}, given as {@code x} or as the path of a file that holds it, {@code x-file}. */
public final class SecretField implements Field<Optional<Secret>> {

    private static final int LARGEST = 65_536;

    private final String name;
    private final SecretType type;
    private final boolean mandatory;
    private final String description;

    private SecretField(String name, SecretType type, boolean mandatory, String description) {
        this.name = name;
        this.type = type;
        this.mandatory = mandatory;
        this.description = description;
    }

    /** A secret that may be left out. */
    public static SecretField optional(String name, String description) {
        return new SecretField(name, SecretType.ANY, false, description);
    }

    /** A secret that must be given. */
    public static SecretField required(String name, String description) {
        return new SecretField(name, SecretType.ANY, true, description);
    }

    /** A secret that is sent as a header or a part of one, and that may be left out. */
    public static SecretField optionalHeader(String name, String description) {
        return new SecretField(name, SecretType.HEADER, false, description);
    }

    /** A secret that is sent as a header or a part of one, and that must be given. */
    public static SecretField requiredHeader(String name, String description) {
        return new SecretField(name, SecretType.HEADER, true, description);
    }

    /** A token of at least 16 characters that the agent itself asks for, and that may be left out. */
    public static SecretField optionalOwnToken(String name, String description) {
        return new SecretField(name, SecretType.OWN_HEADER, false, description);
    }

    /** A token of at least 16 characters that the agent itself asks for, and that must be given. */
    public static SecretField requiredOwnToken(String name, String description) {
        return new SecretField(name, SecretType.OWN_HEADER, true, description);
    }

    /** A secret of at least 16 characters by which the agent itself knows who sends, and that must be given. */
    public static SecretField requiredOwn(String name, String description) {
        return new SecretField(name, SecretType.OWN, true, description);
    }

    /** An address that must be given, and that may hold a credential. */
    public static SecretField requiredUrl(String name, String description) {
        return new SecretField(name, SecretType.URL, true, description);
    }

    /** A key of Standard Webhooks that may be left out. */
    public static SecretField optionalSigningKey(String name, String description) {
        return new SecretField(name, SecretType.SIGNING_KEY, false, description);
    }

    @Override
    public List<String> names() {
        return List.of(name, name + "-file");
    }

    @Override
    public List<Property> properties() {
        return List.of(
                new Property(name, SchemaDescription.schema(type.jsonSchema(), description), false),
                new Property(
                        name + "-file",
                        SchemaDescription.schema(
                                Map.of("type", "string", "minLength", 1, "title", "path"),
                                "The path of a file that holds " + name + "."),
                        false));
    }

    @Override
    public boolean holdsSecret() {
        return true;
    }

    @Override
    public List<String> secretNames() {
        return List.of(name);
    }

    @Override
    public List<String> oneRequired() {
        return mandatory ? names() : List.of();
    }

    @Override
    @SuppressWarnings("NullableOptional") // null is a problem, empty is a secret that is not given
    public @Nullable Optional<Secret> read(Cursor map) {
        Optional<Cursor> plain = map.at(name);
        Optional<Cursor> file = map.at(name + "-file");
        if (plain.isPresent() && file.isPresent()) {
            file.orElseThrow().report("expected only one of " + name + " and " + name + "-file, found both");
            return null;
        }
        if (plain.isEmpty() && file.isEmpty()) {
            return mandatory ? missing(map) : Optional.empty();
        }
        Optional<Secret> secret =
                plain.isPresent() ? Optional.ofNullable(type.read(plain.orElseThrow())) : fromFile(file.orElseThrow());
        return secret.isPresent() ? secret : null;
    }

    @SuppressWarnings("NullableOptional")
    private @Nullable Optional<Secret> missing(Cursor map) {
        map.report("expected \"" + name + "\" or \"" + name + "-file\", found no such key");
        return null;
    }

    private Optional<Secret> fromFile(Cursor cursor) {
        if (!(cursor.node() instanceof Node.Scalar scalar)
                || scalar.isNothing()
                || scalar.text().isBlank()) {
            cursor.expected("the path of a file that holds " + name);
            return Optional.empty();
        }
        Optional<Path> path =
                FileType.read(scalar, "the path of a file that holds " + name, SecretField::words, cursor);
        if (cursor.problems().leavesFilesOut()) {
            return path.map(unused -> new Secret("left out"));
        }
        return path.flatMap(file -> content(file, cursor)).flatMap(text -> type.of(text, cursor));
    }

    /** A secret where its file belongs is a common slip, and has mostly no slash, or is a URL. */
    private static String words(Node.Scalar scalar) {
        boolean isPath = scalar.text().contains("/") && !scalar.text().contains("://");
        return isPath ? scalar.words() : "";
    }

    private static boolean isForAllToWrite(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static Optional<String> content(Path path, Cursor cursor) {
        try {
            if (isForAllToWrite(path)) {
                cursor.warn("everybody on this machine can write " + path
                        + ", and so change the secret; run chmod o-w on it");
            }
            return Optional.of(TextFile.read(path, LARGEST));
        } catch (IOException e) {
            cursor.report("expected a file that can be read, found one that cannot (" + FileFault.why(e) + ')');
            return Optional.empty();
        }
    }
}
