package dev.probation.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The pages that people read. */
final class Pages {

    private Pages() {}

    /** The folder with the README. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("deploy")) ? here : Objects.requireNonNull(here.getParent());
    }

    /** README, CONTRIBUTING and all below docs. */
    static List<Path> all() {
        return Stream.concat(
                        Stream.of(root().resolve("README.md"), root().resolve("CONTRIBUTING.md")),
                        files("docs", ".md").stream())
                .toList();
    }

    static List<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.walk(root().resolve(folder))) {
            return files.filter(file ->
                            file.toString().endsWith(suffix) && !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
