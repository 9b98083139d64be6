package dev.probation.agent.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns a parser's nodes into ours, and reports what they may not hold: duplicate keys, keys alone, tags, merge keys, endless
 * aliases, anchors that nothing refers to.
 */
final class YamlNodes {

    /** Aliases of aliases grow exponentially; no honest file comes near. */
    private static final int MAX_NODES = 100_000;

    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.SEQ, Tag.MAP);

    private final String file;
    private final Problems problems;
    private final Set<org.yaml.snakeyaml.nodes.Node> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<ScalarNode, List<Read>> anchored = new IdentityHashMap<>();
    private final String text;
    private int @Nullable [] characters;
    private int nodes;

    YamlNodes(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    Node convert(org.yaml.snakeyaml.nodes.Node root) {
        Node converted = convert(root, "");
        anchored.values().stream()
                .filter(reads -> reads.size() == 1)
                .map(reads -> reads.get(0))
                .forEach(read -> spoilt(
                        read.scalar(),
                        read.path(),
                        "expected an alias (*) for each anchor (&) of a text, found an anchor that nothing refers to (not"
                                + " shown, since it may be a part of a secret); if the & is part of a text, put the text in"
                                + " quotes"));
        return converted;
    }

    /** One reading of a text, of which there are several where aliases refer to it. */
    private record Read(Node.Scalar scalar, String path) {}

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
        Node.Scalar read = new Node.Scalar(
                location, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, Optional.empty());
        if (scalar.getAnchor() != null) {
            anchored.computeIfAbsent(scalar, first -> new ArrayList<>()).add(new Read(read, path));
        }
        refuseHalves(read, path);
        return read;
    }

    private void spoilt(Node scalar, String path, String problem) {
        problems.report(scalar.location(), path, problem);
        problems.spoil(scalar);
    }

    /** An escape can write half of a character, which no encoding can send on. */
    private void refuseHalves(Node.Scalar scalar, String path) {
        if (scalar.text().codePoints().anyMatch(YamlNodes::isSurrogate)) {
            spoilt(
                    scalar,
                    path,
                    "expected whole characters, found an escape from \\uD800 to \\uDFFF that is half of one; write the character"
                            + " itself");
        }
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    private Map<String, Node.Entry> entries(MappingNode mapping, String path) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        boolean mayBeCut = false;
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
            boolean cutOff = mayBeCut && isBefore(key, ',');
            mayBeCut = tuple.getValueNode() instanceof ScalarNode before && before.isPlain();
            if (isAlone(tuple.getValueNode())) {
                refuseAlone(location, path);
                continue;
            }
            refuseHalves(new Node.Scalar(location, key.getValue(), true, Optional.empty()), path);
            Node.Entry entry = new Node.Entry(
                    location,
                    convert(tuple.getValueNode(), cutOff ? path + Cursor.HIDDEN : Cursor.key(path, key.getValue())),
                    cutOff);
            Node.Entry first = entries.putIfAbsent(key.getValue(), entry);
            if (first != null) {
                problems.report(
                        location,
                        path,
                        "expected each key once, found " + Cursor.shown(key.getValue(), cutOff || first.cutOff())
                                + " again, first at " + first.location());
            }
        }
        return entries;
    }

    /** Whether no colon follows the key: in braces, {@code a:b} is a key, and so is what follows a comma in a text. */
    private boolean isAlone(org.yaml.snakeyaml.nodes.Node value) {
        return value instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty()
                && scalar.getAnchor() == null
                && !isBefore(scalar, ':');
    }

    private void refuseAlone(SourceLocation location, String path) {
        problems.report(
                location,
                path,
                "expected a value after each key, found a key alone (not shown, since it may be a part of a secret); write a"
                        + " colon and a space after the key, and put a text with a comma in quotes");
    }

    private boolean isBefore(org.yaml.snakeyaml.nodes.Node node, char sign) {
        if (characters == null) {
            characters = text.codePoints().toArray();
        }
        int index = node.getStartMark().getIndex();
        return index > 0 && index <= characters.length && characters[index - 1] == sign;
    }

    private SourceLocation location(Mark mark) {
        return new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
