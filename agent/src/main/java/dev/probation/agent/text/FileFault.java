package dev.probation.agent.text;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Why a file cannot be read or written, and what stands in a file's place, in words. */
public final class FileFault {

    private FileFault() {}

    /** Such as {@code permission denied}, for a place in brackets or after a colon. */
    public static String why(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is no text in UTF-8";
        }
        if (failure instanceof EOFException) {
            return "it ends before its end";
        }
        String said = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return Optional.ofNullable(said)
                .filter(text -> !text.isBlank())
                .map(FileFault::begun)
                .orElse(failure.getClass().getSimpleName());
    }

    /** Such as {@code there is no file /x} or {@code /x is a folder}; empty where there is an ordinary file. */
    public static Optional<String> notAFile(Path path) {
        return fault(path, "file", is -> {
            if (is.isDirectory()) {
                return Optional.of(" is a folder");
            }
            return is.isRegularFile() ? Optional.empty() : Optional.of(" is no ordinary file");
        });
    }

    /** Such as {@code there is no folder /x} or {@code /x is no folder}; empty where there is a folder. */
    public static Optional<String> notAFolder(Path path) {
        return fault(path, "folder", is -> is.isDirectory() ? Optional.empty() : Optional.of(" is no folder"));
    }

    /** That this process cannot name a file at all, since its locale lacks a character; empty where it can. */
    public static Optional<String> unnamed(String path) {
        try {
            Path unused = Path.of(path);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(
                    path + " has a character that the locale of this process lacks (LC_ALL=C.UTF-8 has all)");
        }
    }

    private static Optional<String> fault(
            Path path, String noun, Function<BasicFileAttributes, Optional<String>> mismatch) {
        String where = path.toAbsolutePath().normalize().toString();
        try {
            return mismatch.apply(Files.readAttributes(path, BasicFileAttributes.class))
                    .map(what -> where + what);
        } catch (IOException e) {
            // newer Javas tell a file in a folder's place as they tell what is not there
            String otherwise = e instanceof NoSuchFileException
                    ? "there is no " + noun + ' ' + where
                    : where + " cannot be reached (" + why(e) + ')';
            return Optional.of(
                    fileAbove(path).map(file -> file + " is no folder").orElse(otherwise));
        }
    }

    /** What stands where a folder must be on the way to a path: the machine tells that in its own language alone. */
    private static Optional<Path> fileAbove(Path path) {
        Path above = path.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return Optional.ofNullable(above).filter(there -> !Files.isDirectory(there));
    }

    /** The machine's own words, as part of a sentence: {@code is a directory}. */
    private static String begun(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
