package dev.probation.agent.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables into values, as compose files do: {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?message}},
 * and {@code $$} for a dollar sign. Unlike there, a variable that is not set is a problem, never an empty text.
 */
public record Interpolation(Map<String, String> variables, Problems problems) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\{([^}]*)}|\\$\\{");
    private static final Pattern VARIABLE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:(:-|:\\?)(.*))?", Pattern.DOTALL);

    /** The same value with its variables put in. */
    public Node apply(Node node) {
        return apply(new Cursor(node, "", problems));
    }

    private Node apply(Cursor cursor) {
        if (cursor.node() instanceof Node.Mapping mapping) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> entries.put(key, entry.with(apply(cursor.below(key, entry)))));
            return new Node.Mapping(mapping.location(), entries);
        }
        if (cursor.node() instanceof Node.Sequence sequence) {
            List<Node> items = new ArrayList<>();
            sequence.items()
                    .forEach(item ->
                            items.add(apply(new Cursor(item, Cursor.item(cursor.path(), items.size()), problems))));
            return new Node.Sequence(sequence.location(), items);
        }
        Node.Scalar scalar = (Node.Scalar) cursor.node();
        return scalar.text().indexOf('$') < 0 ? scalar : substitute(scalar, cursor);
    }

    private Node.Scalar substitute(Node.Scalar scalar, Cursor cursor) {
        Matcher matcher = REFERENCE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        boolean variables = false;
        int before = problems.found().size();
        while (matcher.find()) {
            boolean escaped = matcher.group().equals("$$");
            variables |= !escaped;
            matcher.appendReplacement(text, Matcher.quoteReplacement(escaped ? "$" : value(matcher.group(1), cursor)));
        }
        matcher.appendTail(text);
        Node.Scalar substituted = variables
                ? new Node.Scalar(scalar.location(), text.toString(), false, Optional.of(scalar.text()))
                : new Node.Scalar(scalar.location(), text.toString(), scalar.quoted(), Optional.empty());
        if (problems.found().size() > before) {
            problems.spoil(substituted);
        }
        return substituted;
    }

    @SuppressWarnings("NullAway") // a group that took no part in a match is null
    private String value(String reference, Cursor cursor) {
        Matcher matcher = VARIABLE.matcher(reference == null ? "" : reference);
        if (!matcher.matches()) {
            // it may be a part of a password
            cursor.report("expected ${NAME}, ${NAME:-default} or ${NAME:?message}, found "
                    + (reference == null
                            ? "\"${\" without its end"
                            : "something else in the braces (not shown, since it may be a secret)")
                    + "; a plain $ is written $$");
            return "";
        }
        Optional<String> value = Optional.ofNullable(variables.get(matcher.group(1)));
        if (matcher.group(2) == null) {
            return value.orElseGet(() -> unset(matcher.group(1), "", cursor));
        }
        Optional<String> filled = value.filter(text -> !text.isEmpty());
        return matcher.group(2).equals(":-")
                ? filled.orElse(matcher.group(3))
                : filled.orElseGet(() -> unset(matcher.group(1), ": " + matcher.group(3), cursor));
    }

    private static String unset(String name, String message, Cursor cursor) {
        cursor.report("expected the variable " + name + " to be set, found no value" + message
                + (message.isEmpty() ? "; set it, or write ${" + name + ":-default}" : ""));
        return "";
    }
}
