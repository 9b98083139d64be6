package dev.probation.agent.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A value in a YAML document that knows where it is written. Scalars are text: what they mean, the reader's type says. */
public sealed interface Node {

    SourceLocation location();

    /** What it is, for the end of "expected ..., found". */
    String words();

    /**
     * A single value.
     *
     * @param quoted or a block text: no number, truth value or null
     * @param written what stood there before variables were put in, where there were any; their values may be secrets
     */
    record Scalar(SourceLocation location, String text, boolean quoted, Optional<String> written) implements Node {

        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
        private static final int LONGEST = 80;
        private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.%-]{1,16}");
        private static final Pattern HARMLESS =
                Pattern.compile("-?\\d{1,4}(\\.\\d{1,2})?[a-z%]?|on|off|yes|no|true|false|none");

        /** Whether there is no value. */
        public boolean isNothing() {
            return !quoted && written.isEmpty() && NULLS.contains(text);
        }

        @Override
        public String words() {
            if (written.isPresent()) {
                return "what \"" + shortened(written.orElseThrow()) + "\" stands for";
            }
            if (isNothing()) {
                return "nothing";
            }
            return (quoted ? "the text \"" : "\"") + shortened(text) + '"';
        }

        /** Whether this is a single word or number. */
        boolean isWord() {
            return written.isEmpty() && WORD.matcher(text).matches();
        }

        /** Whether this is nobody's secret, wherever it stands. */
        boolean isHarmless() {
            return isNothing() || (written.isEmpty() && HARMLESS.matcher(text).matches());
        }

        /** With NUL as it is written in YAML, since it cannot be seen. */
        private static String shortened(String text) {
            String visible = text.replace("\0", "\\0");
            return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "...";
        }
    }

    /** A list. */
    record Sequence(SourceLocation location, List<Node> items) implements Node {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String words() {
            return "a list";
        }
    }

    /** A map, in the order written. */
    record Mapping(SourceLocation location, Map<String, Entry> entries) implements Node {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of {@code key}, where it is given. */
        public Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** The same without {@code key}. */
        public Mapping without(String key) {
            Map<String, Entry> rest = new LinkedHashMap<>(entries);
            rest.remove(key);
            return new Mapping(location, rest);
        }

        @Override
        public String words() {
            return "a map";
        }
    }

    /**
     * A value in a map.
     *
     * @param location of the key
     * @param cutOff whether its key stands right after a comma and may be the end of the value before it, such as a password that
     *     was not quoted
     */
    record Entry(SourceLocation location, Node value, boolean cutOff) {

        public Entry(SourceLocation location, Node value) {
            this(location, value, false);
        }

        /** The same with another value. */
        public Entry with(Node other) {
            return new Entry(location, other, cutOff);
        }
    }
}
