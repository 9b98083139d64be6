package dev.probation.agent.config.file;

import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Interpolation;
import dev.probation.agent.settings.Merge;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Problems;
import dev.probation.agent.settings.SourceLocation;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.YamlReader;
import dev.probation.agent.text.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads files, folders and packs into one tree: files lie beside each other, and over what they include. */
final class Sources {

    private static final int LARGEST = 3_000_000;
    private static final String PACK = "pack:";
    private static final Pattern PACK_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final Map<String, String> environment;
    private final Problems problems;
    private final List<String> open = new ArrayList<>();
    private final Set<String> done = new HashSet<>();

    Sources(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The tree of all files, in the order given, and of folders, in the order of their files' names. */
    Optional<Node> read(List<Path> paths) {
        Node tree = null;
        for (Path path : paths) {
            for (Path file : files(path)) {
                Optional<Node> next = file(file, new SourceLocation(file.toString(), 1, 1), "");
                tree = beside(tree, next.orElse(null));
            }
        }
        return Optional.ofNullable(tree);
    }

    private @Nullable Node beside(@Nullable Node first, @Nullable Node second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return Merge.beside(first, second, problems);
    }

    private List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.{yaml,yml}")) {
            found.forEach(files::add);
        } catch (IOException e) {
            report(
                    path.toString(),
                    "expected a folder that can be read, found one that cannot (" + FileFault.why(e) + ')');
            return files;
        }
        if (files.isEmpty()) {
            report(path.toString(), "expected a folder with *.yaml or *.yml files, found none");
        }
        return files.stream().sorted().toList();
    }

    private void report(String file, String message) {
        problems.report(new SourceLocation(file, 1, 1), "", message);
    }

    /** The file's tree, empty where it is part of the whole already. */
    private Optional<Node> file(Path file, SourceLocation wanted, String path) {
        String key = file.toAbsolutePath().normalize().toString();
        return once(key, wanted, path, () -> text(file, wanted, path).flatMap(text -> parse(file.toString(), text)));
    }

    private Optional<Node> pack(String name, Cursor cursor) {
        String file = PACK + name;
        return once(
                file,
                cursor.node().location(),
                cursor.path(),
                () -> packText(name, cursor).flatMap(text -> parse(file, text)));
    }

    private interface Content {
        Optional<Node> read();
    }

    private Optional<Node> once(String key, SourceLocation wanted, String path, Content content) {
        if (open.contains(key)) {
            problems.report(wanted, path, "expected no file that includes itself, found a circle of includes");
            return Optional.empty();
        }
        if (!done.add(key)) {
            return Optional.empty();
        }
        open.add(key);
        Optional<Node> tree = content.read();
        open.remove(key);
        return tree;
    }

    private Optional<Node> parse(String file, String text) {
        Optional<Node> root =
                YamlReader.read(file, text, problems).map(new Interpolation(environment, problems)::apply);
        if (root.isEmpty() || !(root.orElseThrow() instanceof Node.Mapping mapping)) {
            root.ifPresent(
                    node -> new Cursor(node, "", problems).expected("a map of sections such as targets and services"));
            return Optional.empty();
        }
        Optional<Node> included =
                new Cursor(mapping, "", problems).at("include").flatMap(this::includes);
        Node own = mapping.without("include");
        return Optional.of(included.map(below -> Merge.over(below, own)).orElse(own));
    }

    private Optional<Node> includes(Cursor section) {
        Node tree = null;
        for (Cursor cursor : items(section)) {
            @Nullable String name = Types.text().read(cursor);
            if (name != null) {
                tree = beside(tree, include(name, cursor).orElse(null));
            }
        }
        return Optional.ofNullable(tree);
    }

    private static List<Cursor> items(Cursor section) {
        return section.node() instanceof Node.Sequence sequence
                ? sequence.items().stream()
                        .map(item -> new Cursor(item, section.path(), section.problems()))
                        .toList()
                : List.of(section);
    }

    private Optional<Node> include(String name, Cursor cursor) {
        if (name.startsWith(PACK)) {
            return pack(name.substring(PACK.length()), cursor);
        }
        try {
            Path path = Path.of(name);
            Path base = Path.of(cursor.node().location().file());
            return file(
                    path.isAbsolute() ? path : base.resolveSibling(path),
                    cursor.node().location(),
                    cursor.path());
        } catch (InvalidPathException e) {
            cursor.expected("pack:NAME or the path of a file");
            return Optional.empty();
        }
    }

    private Optional<String> text(Path file, SourceLocation wanted, String path) {
        try (InputStream in = Files.newInputStream(file)) {
            return decode(in, file.toString());
        } catch (NoSuchFileException e) {
            problems.report(wanted, path, "expected a file or folder that exists, found none at " + file);
        } catch (IOException e) {
            problems.report(
                    wanted, path, "expected a file that can be read, found " + file + " (" + FileFault.why(e) + ')');
        }
        return Optional.empty();
    }

    private static Optional<String> packText(String name, Cursor cursor) {
        if (PACK_NAME.matcher(name).matches()) {
            try (@Nullable InputStream in = Sources.class.getResourceAsStream("/packs/" + name + ".yaml")) {
                if (in != null) {
                    return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new IllegalStateException("a pack on the class path cannot be read: " + name, e);
            }
        }
        cursor.expected("the name of a pack, such as pack:post-deployment");
        return Optional.empty();
    }

    private Optional<String> decode(InputStream in, String file) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            report(file, "expected a file of at most 3 MB, found a larger one");
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            report(file, "expected text in UTF-8, found other bytes");
            return Optional.empty();
        }
    }
}
