package dev.probation.agent.settings;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a YAML document as text only, so that {@code on}, {@code 010} and {@code 12:30} stay what they look like. */
public final class YamlReader {

    private static final int MAX_CHARACTERS = 3_000_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;

    /** What the library says where a sign of YAML's stands in a text. */
    private static final List<String> SIGNS = List.of(
            "cannot start any token",
            "scanning a block scalar",
            "scanning an alias",
            "scanning an anchor",
            "parsing a flow mapping",
            "parsing a flow sequence",
            "mapping values are not allowed",
            "undefined alias",
            "undefined tag handle",
            "Global tag is not allowed",
            "but found '?'",
            "expected <block end>, but found '<scalar>'",
            "expected <block end>, but found '}'",
            "expected <block end>, but found ']'");

    private YamlReader() {}

    /**
     * Reads one document.
     *
     * @param file its name, for problems
     * @return empty where there is nothing in it, or where it is not YAML, which is reported
     */
    public static Optional<Node> read(String file, String text, Problems problems) {
        try {
            return Optional.ofNullable(compose(text)).map(root -> new YamlNodes(file, text, problems).convert(root));
        } catch (MarkedYAMLException e) {
            problems.report(location(file, e), "", "expected YAML, found an error: " + sentence(e) + hint(e));
        } catch (YAMLException e) {
            problems.report(
                    new SourceLocation(file, 1, 1), "", "expected YAML, found an error: " + firstLine(e.getMessage()));
        }
        return Optional.empty();
    }

    private static org.yaml.snakeyaml.nodes.@Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        try {
            return new Composer(new ParserImpl(new StreamReader(text), options), new TextResolver(), options)
                    .getSingleNode();
        } catch (IllegalArgumentException e) {
            // the library lets these pass for a tag that decodes to a blank and for a code point out of range
            throw new YAMLException("a tag (!) or an escape (\\U) that means nothing; if it is part of a text, put the"
                    + " text in single quotes");
        }
    }

    private static SourceLocation location(String file, MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        return mark == null
                ? new SourceLocation(file, 1, 1)
                : new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String sentence(MarkedYAMLException e) {
        String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
        return firstLine(context + (e.getProblem() == null ? "unreadable" : e.getProblem()));
    }

    /** What YAML takes for signs of its own is mostly a text that somebody forgot to quote, such as a limit or a selector. */
    private static String hint(MarkedYAMLException e) {
        String said = sentence(e);
        if (said.contains("could not find expected ':'")) {
            return "; write a colon and a space after the key";
        }
        return !said.contains("TAB") && SIGNS.stream().anyMatch(said::contains)
                ? "; if this is part of a text, put the text in quotes"
                : "";
    }

    /** The name of an alias, an anchor or a tag may be a password that was not quoted. */
    private static String firstLine(@Nullable String message) {
        String first = message == null
                ? "unreadable"
                : message.strip().lines().findFirst().orElse("unreadable");
        return first.replaceFirst(
                        "(undefined alias|duplicate anchor|undefined tag handle|Global tag is not allowed)\\b.*", "$1")
                .replaceFirst("\\. \\(Do not use [^\\\\]+ for indentation\\)$", "");
    }

    /** Takes no plain scalar for anything but text. */
    private static final class TextResolver extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            // none: numbers and truth values are told apart by the types that read them
        }

        @Override
        public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
            return switch (kind) {
                case scalar, anchor -> Tag.STR;
                case sequence -> Tag.SEQ;
                case mapping -> Tag.MAP;
            };
        }
    }
}
