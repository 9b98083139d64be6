package dev.probation.agent.config.file;

import dev.probation.agent.config.section.WindowFields;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Problems;
import dev.probation.agent.settings.SourceLocation;
import dev.probation.agent.settings.YamlReader;
import dev.probation.agent.text.Nearest;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.window.WindowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What-if: values that lie over those of the files, as {@code checks.error-rate.expect=< 0.5%}, and are read and
 * validated like them. A problem with one is found at {@code --set} and its number.
 */
final class Overrides {

    private static final String CHECKS = "checks";
    private static final String SERVICES = "services";
    private static final String WINDOWS = "windows";
    private static final List<String> OFF = List.of("off", "false");
    private static final String EXPECTED = "expected checks.NAME.KEY=VALUE, services.SERVICE.checks.NAME.KEY=VALUE or"
            + " windows.NAME.KEY=VALUE, such as --set \"checks.error-rate.expect=< 0.5%\", found ";

    /** In quotes that the shell has left, since they stood within others. */
    private static final Pattern QUOTED = Pattern.compile("(?s)([\"']).*\\1");

    private final Problems problems;

    /** One of them, taken apart. */
    private record Setting(SourceLocation location, List<String> path, Node value) {

        String step(int index) {
            return path.get(index);
        }
    }

    Overrides(Problems problems) {
        this.problems = problems;
    }

    /** The tree with all of them; a later one wins over an earlier one. */
    Node apply(Node tree, List<String> settings) {
        Node changed = tree;
        for (int i = 0; i < settings.size(); i++) {
            SourceLocation location = new SourceLocation("--set " + (i + 1), 0, 0);
            Optional<Setting> setting = read(settings.get(i), location);
            if (setting.isPresent() && changed instanceof Node.Mapping root) {
                changed = apply(root, setting.orElseThrow());
            }
        }
        return changed;
    }

    private Optional<Setting> read(String text, SourceLocation location) {
        int equals = text.indexOf('=');
        List<String> path = equals < 0
                ? List.of()
                : List.of(text.substring(0, equals).strip().split("\\.", -1));
        if (path.size() < 2 || path.stream().anyMatch(String::isBlank)) {
            problems.report(location, "", EXPECTED + '"' + text + '"');
            return Optional.empty();
        }
        String value = text.substring(equals + 1);
        if (QUOTED.matcher(value).matches()) {
            problems.report(
                    location,
                    String.join(".", path),
                    "expected a value without quotes around it, but found \"" + value
                            + "\"; leave the inner quotes out, as in --set \"checks.error-rate.expect=< 0.5%\"");
            return Optional.empty();
        }
        return value(value, location).map(read -> new Setting(location, path, read));
    }

    /** Text as it stands, since {@code > 5%} would be something else in YAML; only lists and maps are read as YAML. */
    private Optional<Node> value(String text, SourceLocation location) {
        return text.startsWith("[") || text.startsWith("{")
                ? YamlReader.read(location.file(), text, problems)
                : Optional.of(new Node.Scalar(location, text, false, Optional.empty()));
    }

    private Node apply(Node.Mapping root, Setting setting) {
        return switch (setting.step(0)) {
            case CHECKS -> inServices(root, setting);
            case SERVICES -> inService(root, setting);
            case WINDOWS -> inWindow(root, setting);
            default -> {
                String hint = Nearest.hint(setting.step(0), List.of(CHECKS, SERVICES, WINDOWS));
                yield refused(root, setting, "unknown section \"" + setting.step(0) + '"' + hint);
            }
        };
    }

    private Node refused(Node.Mapping root, Setting setting, String message) {
        problems.report(setting.location(), String.join(".", setting.path()), message);
        return root;
    }

    /** A check without its service is meant in each that has it. */
    private Node inServices(Node.Mapping root, Setting setting) {
        String check = setting.step(1);
        List<String> having = section(root, SERVICES).entries().keySet().stream()
                .filter(service -> checks(root, service).contains(check))
                .toList();
        if (having.isEmpty()) {
            Set<String> known = new TreeSet<>();
            section(root, SERVICES).entries().keySet().forEach(service -> known.addAll(checks(root, service)));
            return refused(root, setting, "unknown check \"" + check + '"' + Nearest.hint(check, known));
        }
        Node.Mapping changed = root;
        for (String service : having) {
            List<String> path = new ArrayList<>(List.of(SERVICES, service));
            path.addAll(setting.path());
            changed = put(changed, path, setting);
        }
        return changed;
    }

    private Node inService(Node.Mapping root, Setting setting) {
        if (setting.path().size() < 4 || !setting.step(2).equals(CHECKS)) {
            return refused(root, setting, EXPECTED + '"' + String.join(".", setting.path()) + '"');
        }
        Node.Mapping services = section(root, SERVICES);
        String service = setting.step(1);
        if (services.get(service).isEmpty()) {
            return refused(
                    root,
                    setting,
                    "unknown service \"" + service + '"'
                            + Nearest.hint(service, services.entries().keySet()));
        }
        String check = setting.step(3);
        Set<String> known = checks(root, service);
        return known.contains(check)
                ? put(root, setting.path(), setting)
                : refused(root, setting, "unknown check \"" + check + '"' + Nearest.hint(check, known));
    }

    private Node inWindow(Node.Mapping root, Setting setting) {
        Node.Mapping whole = root.get(WINDOWS).isPresent() ? root : withDefaultWindows(root, setting.location());
        Node.Mapping windows = section(whole, WINDOWS);
        String name = setting.step(1);
        return windows.get(name).isPresent()
                ? put(whole, setting.path(), setting)
                : refused(
                        root,
                        setting,
                        "unknown window \"" + name + '"'
                                + Nearest.hint(name, windows.entries().keySet()));
    }

    private static Node.Mapping section(Node.Mapping of, String key) {
        return of.get(key)
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .orElseGet(() -> new Node.Mapping(of.location(), Map.of()));
    }

    /** The names of the checks that a service is judged by: its own and those for all, less what it switches off. */
    private static Set<String> checks(Node.Mapping root, String service) {
        Set<String> names = new TreeSet<>(section(root, CHECKS).entries().keySet());
        Node.Mapping own = section(section(section(root, SERVICES), service), CHECKS);
        own.entries().forEach((name, entry) -> {
            boolean changed = isOff(entry.value()) ? names.remove(name) : names.add(name);
            assert changed || names.contains(name) || isOff(entry.value());
        });
        return names;
    }

    private static boolean isOff(Node node) {
        return node instanceof Node.Scalar scalar && OFF.contains(scalar.text());
    }

    /** The tree with the value at the path; the maps that lead there stay where they were written. */
    private static Node.Mapping put(Node.Mapping in, List<String> path, Setting setting) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>(in.entries());
        String key = path.get(0);
        Node.Entry changed = path.size() == 1
                ? new Node.Entry(setting.location(), setting.value())
                : below(in.entries().get(key), path.subList(1, path.size()), setting);
        entries.put(key, changed);
        return new Node.Mapping(in.location(), entries);
    }

    private static Node.Entry below(Node.@Nullable Entry written, List<String> path, Setting setting) {
        return written != null && written.value() instanceof Node.Mapping mapping
                ? new Node.Entry(written.location(), put(mapping, path, setting))
                : new Node.Entry(
                        setting.location(), put(new Node.Mapping(setting.location(), Map.of()), path, setting));
    }

    private static Node.Mapping withDefaultWindows(Node.Mapping root, SourceLocation location) {
        Map<String, Node.Entry> windows = new LinkedHashMap<>();
        WindowFields.DEFAULT.forEach(
                window -> windows.put(window.name(), new Node.Entry(location, written(window, location))));
        Map<String, Node.Entry> entries = new LinkedHashMap<>(root.entries());
        entries.put(WINDOWS, new Node.Entry(location, new Node.Mapping(location, windows)));
        return new Node.Mapping(root.location(), entries);
    }

    private static Node written(WindowSpec window, SourceLocation location) {
        Map<String, Node.Entry> keys = new LinkedHashMap<>();
        keys.put("until", entry(Durations.writeExactly(window.until()), location));
        window.every().ifPresent(every -> keys.put("every", entry(Durations.writeExactly(every), location)));
        keys.put("budget", entry(window.budget() * 100 + "%", location));
        return new Node.Mapping(location, keys);
    }

    private static Node.Entry entry(String text, SourceLocation location) {
        return new Node.Entry(location, new Node.Scalar(location, text, false, Optional.empty()));
    }
}
