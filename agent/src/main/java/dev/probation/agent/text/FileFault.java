package dev.probation.agent.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Why a file cannot be read or written, in words. */
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
        String said = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return Optional.ofNullable(said)
                .filter(text -> !text.isBlank())
                .map(FileFault::begun)
                .orElse(failure.getClass().getSimpleName());
    }

    /** The machine's own words, as part of a sentence: {@code is a directory}. */
    private static String begun(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
