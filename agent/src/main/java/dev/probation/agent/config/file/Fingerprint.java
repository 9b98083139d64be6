package dev.probation.agent.config.file;

import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** SHA-256 of what a configuration says: not of its order, its layout or its secrets. */
final class Fingerprint {

    private final StringBuilder text = new StringBuilder();
    private final Problems problems;

    private Fingerprint(Problems problems) {
        this.problems = problems;
    }

    static String of(Node root, Problems problems) {
        Fingerprint fingerprint = new Fingerprint(problems);
        fingerprint.write(root);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(fingerprint.text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void write(Node node) {
        if (node instanceof Node.Mapping mapping) {
            text.append('{');
            new TreeMap<>(mapping.entries()).forEach((key, entry) -> {
                write(key);
                write(entry.value());
            });
            text.append('}');
        } else if (node instanceof Node.Sequence sequence) {
            text.append('[');
            sequence.items().forEach(this::write);
            text.append(']');
        } else if (!problems.isHidden(node)) {
            write(((Node.Scalar) node).text());
        }
    }

    private void write(String scalar) {
        text.append(scalar.length()).append(':').append(scalar).append(',');
    }
}
