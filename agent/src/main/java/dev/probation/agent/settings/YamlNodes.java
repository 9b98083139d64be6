package dev.probation.agent.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a parser's nodes into ours, and reports what they may not hold: duplicate keys, tags, merge keys, endless aliases. */
final class YamlNodes {

    /** Aliases of aliases grow exponentially; no honest file comes near. */
    private static final int MAX_NODES = 100_000;

    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.SEQ, Tag.MAP);

    private final String file;
    private final Problems problems;
    private final Set<org.yaml.snakeyaml.nodes.Node> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    YamlNodes(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    Node convert(org.yaml.snakeyaml.nodes.Node root) {
        return convert(root, "");
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node node, String path) {
        SourceLocation location = location(node.getStartMark());
        if (!PLAIN.contains(node.getTag())) {
            // its name may be a password that was not quoted
            problems.report(
                    location,
                    path,
                    "expected a value without a tag, found one (it begins with !); if this is part of a text, put the text"
                            + " in quotes");
        }
        nodes++;
        if (nodes > MAX_NODES || !ancestors.add(node)) {
            return refused(location, path);
        }
        try {
            return convertUntagged(node, location, path);
        } finally {
            ancestors.remove(node);
        }
    }

    private Node refused(SourceLocation location, String path) {
        String problem = nodes > MAX_NODES
                ? "expected at most " + MAX_NODES + " values, found more, aliases counted each time"
                : "expected an alias of something finished, found one that holds itself";
        SourceLocation where = nodes > MAX_NODES ? new SourceLocation(file, 1, 1) : location;
        problems.report(where, nodes > MAX_NODES ? "" : path, problem);
        return new Node.Scalar(location, "", true, Optional.empty());
    }

    private Node convertUntagged(org.yaml.snakeyaml.nodes.Node node, SourceLocation location, String path) {
        if (node instanceof MappingNode mapping) {
            return new Node.Mapping(location, entries(mapping, path));
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
                items.add(convert(item, Cursor.item(path, items.size())));
            }
            return new Node.Sequence(location, items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Node.Scalar(
                location, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, Optional.empty());
    }

    private Map<String, Node.Entry> entries(MappingNode mapping, String path) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SourceLocation location = location(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.report(location, path, "expected a key that is a text, found a map or a list");
                continue;
            }
            if (key.getValue().equals("<<") && key.isPlain()) {
                problems.report(
                        location,
                        path,
                        "expected a key, found the merge key <<; write its keys out, or include a file");
                continue;
            }
            Node.Entry entry =
                    new Node.Entry(location, convert(tuple.getValueNode(), Cursor.key(path, key.getValue())));
            Node.Entry first = entries.putIfAbsent(key.getValue(), entry);
            if (first != null) {
                problems.report(
                        location,
                        path,
                        "expected each key once, found \"" + key.getValue() + "\" again, first at " + first.location());
            }
        }
        return entries;
    }

    private SourceLocation location(Mark mark) {
        return new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
