package dev.probation.agent.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A short text in a file of its own, such as a password, as editors and shells leave it. */
public final class TextFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern LINE_BREAKS_AT_END = Pattern.compile("[\\r\\n]+\\z");

    private TextFile() {}

    /**
     * The text, without a byte order mark and without line breaks at its end.
     *
     * @param most bytes that are read
     * @throws IOException where the file cannot be read or is no text in UTF-8; {@link FileFault#why} says why
     */
    public static String read(Path path, int most) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(most);
        }
        if (isUtf16(bytes)) {
            throw new FileSystemException(path.toString(), null, "it is a text in UTF-16; save it in UTF-8");
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        return LINE_BREAKS_AT_END.matcher(unmarked).replaceFirst("");
    }

    /** By its mark, or by the zero bytes that each ASCII character has there. */
    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return first == 0xfeff || first == 0xfffe || bytes[0] == 0 || bytes[1] == 0;
    }
}
