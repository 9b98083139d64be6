package dev.probation.agent.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Makes one value of two. */
public final class Merge {

    private Merge() {}

    /** Files side by side: maps are merged, lists appended; a single value that both give is a problem. */
    public static Node beside(Node first, Node second, Problems problems) {
        return beside(new Cursor(first, "", problems), second);
    }

    private static Node beside(Cursor first, Node second) {
        if (first.node() instanceof Node.Mapping mapping && second instanceof Node.Mapping other) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
            other.entries()
                    .forEach((key, entry) -> entries.merge(
                            key, entry, (mine, theirs) -> mine.with(beside(first.below(key, mine), theirs.value()))));
            return new Node.Mapping(mapping.location(), entries);
        }
        if (first.node() instanceof Node.Sequence || second instanceof Node.Sequence) {
            return new Node.Sequence(
                    first.node().location(),
                    Stream.concat(items(first.node()), items(second)).toList());
        }
        first.problems()
                .report(
                        second.location(),
                        first.path(),
                        "expected a value that is given once, found it again, first at "
                                + first.node().location());
        return first.node();
    }

    /** A single value may stand for a list of one. */
    private static Stream<Node> items(Node node) {
        return node instanceof Node.Sequence sequence ? sequence.items().stream() : Stream.of(node);
    }

    /** A value on top of its defaults: maps are merged key by key, anything else replaces. */
    public static Node over(Node defaults, Node own) {
        if (!(defaults instanceof Node.Mapping base) || !(own instanceof Node.Mapping top)) {
            return own;
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>(base.entries());
        top.entries()
                .forEach((key, entry) ->
                        entries.merge(key, entry, (below, above) -> above.with(over(below.value(), above.value()))));
        return new Node.Mapping(top.location(), entries);
    }
}
