package dev.probation.agent.probe.prometheus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The series of one metric, as PromQL selects them: {@code http_requests_total{job="shop"}}. Names beyond letters, digits and
 * underscores are quoted, as Prometheus 3 reads them: {@code {"http.requests", "http.route"="/api"}}.
 *
 * @param metric the metric's name, without quotes
 * @param matchers in the order written
 */
public record Selector(String metric, List<LabelMatcher> matchers) {

    private static final String TEXT = "(?:\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|`[^`]*`)";
    private static final List<String> OPERATORS = List.of("=~", "!~", "!=");
    private static final String LABEL = "[a-zA-Z_]\\w*";
    private static final Pattern WHOLE =
            Pattern.compile("\\s*(?<name>[a-zA-Z_:][\\w:]*)?\\s*(?:\\{(?<inside>.*)})?\\s*", Pattern.DOTALL);
    private static final Pattern ITEM = Pattern.compile("\\s*(?:(?<label>" + LABEL + '|' + TEXT
            + ")\\s*(?<operator>=~|!~|!=|=)\\s*(?<text>" + TEXT + ")|(?<metric>" + TEXT + "))\\s*(?:,|$)");
    private static final Pattern PLAIN_METRIC = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Pattern PLAIN_LABEL = Pattern.compile(LABEL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    /**
     * What a label must be.
     *
     * @param label without quotes
     * @param condition the operator and the quoted text: {@code =~"5.."}
     */
    public record LabelMatcher(String label, String condition) {

        /** One for each label. */
        public static List<LabelMatcher> all(Map<String, String> labels) {
            return labels.entrySet().stream()
                    .map(label -> of(label.getKey(), label.getValue()))
                    .toList();
        }

        /** Of a value, or of an operator and a value: {@code shop}, {@code =~shop|api}, {@code !=canary}. */
        static LabelMatcher of(String label, String value) {
            return OPERATORS.stream()
                    .filter(value::startsWith)
                    .findFirst()
                    .map(operator -> new LabelMatcher(
                            label,
                            operator + quoted(value.substring(operator.length()).strip())))
                    .orElseGet(() -> new LabelMatcher(label, '=' + quoted(value)));
        }

        @Override
        public String toString() {
            return (PLAIN_LABEL.matcher(label).matches() ? label : quoted(label)) + condition;
        }
    }

    public Selector {
        matchers = List.copyOf(matchers);
    }

    /** Reads one; empty where {@code text} is anything else, or names no metric. */
    public static Optional<Selector> parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            return Optional.empty();
        }
        List<String> names =
                new ArrayList<>(Stream.ofNullable(whole.group("name")).toList());
        List<LabelMatcher> matchers = new ArrayList<>();
        String inside = whole.group("inside");
        return (inside == null || inside.isBlank() || isRead(inside, names, matchers)) && names.size() == 1
                ? Optional.of(new Selector(names.get(0), matchers))
                : Optional.empty();
    }

    private static boolean isRead(String inside, List<String> names, List<LabelMatcher> matchers) {
        Matcher item = ITEM.matcher(inside);
        int end = 0;
        while (end < inside.length() && item.find() && item.start() == end) {
            String metric = item.group("metric");
            boolean added = metric == null
                    ? matchers.add(new LabelMatcher(
                            unquoted(item.group("label")), item.group("operator") + item.group("text")))
                    : names.add(unquoted(metric));
            assert added;
            end = item.end();
            if (inside.substring(end).isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static String unquoted(String name) {
        char first = name.charAt(0);
        if (first != '"' && first != '\'' && first != '`') {
            return name;
        }
        String inner = name.substring(1, name.length() - 1);
        return first == '`' ? inner : ESCAPED.matcher(inner).replaceAll("$1");
    }

    /** As PromQL writes a text. */
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** The same matchers on another metric, whose name ends with {@code suffix}. */
    public Selector withSuffix(String suffix) {
        return new Selector(metric + suffix, matchers);
    }

    /** The same without the end of the metric's name; empty where it ends otherwise. */
    Optional<Selector> withoutSuffix(String suffix) {
        return metric.endsWith(suffix)
                ? Optional.of(new Selector(metric.substring(0, metric.length() - suffix.length()), matchers))
                : Optional.empty();
    }

    /** Whether it selects some of the series of another, by more matchers. */
    boolean isPartOf(Selector other) {
        return metric.equals(other.metric)
                && matchers.size() > other.matchers.size()
                && matchers.containsAll(other.matchers);
    }

    /** With one more matcher, which comes first. */
    public Selector with(String label, String condition) {
        return with(List.of(new LabelMatcher(label, condition)));
    }

    /** With more matchers, which come first, but for labels that this one asks of itself. */
    public Selector withDefaults(List<LabelMatcher> defaults) {
        return with(defaults.stream().filter(each -> !asks(each.label())).toList());
    }

    private Selector with(List<LabelMatcher> more) {
        return new Selector(
                metric, Stream.concat(more.stream(), matchers.stream()).toList());
    }

    /** Whether it asks anything of a label. */
    public boolean asks(String label) {
        return matchers.stream().anyMatch(matcher -> matcher.label().equals(label));
    }

    @Override
    public String toString() {
        boolean plain = PLAIN_METRIC.matcher(metric).matches();
        String inside = Stream.concat(
                        plain ? Stream.of() : Stream.of(quoted(metric)),
                        matchers.stream().map(LabelMatcher::toString))
                .collect(Collectors.joining(", "));
        return (plain ? metric : "") + (inside.isEmpty() ? "" : '{' + inside + '}');
    }
}
