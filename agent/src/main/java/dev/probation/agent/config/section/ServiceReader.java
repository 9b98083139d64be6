package dev.probation.agent.config.section;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.config.WindowChoice;
import dev.probation.agent.config.section.TargetNames.Origin;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Merge;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Values;
import dev.probation.agent.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads services: their own checks in their own order, over the checks for all, then the rest of those.
 *
 * @param defaults the checks for all services
 */
public record ServiceReader(
        ServiceFields fields,
        CheckReader checks,
        Map<String, Node> defaults,
        TargetNames targets,
        WindowChoice windows) {

    private static final Set<String> OFF = Set.of("off", "false");

    /** A check before it is read, and who named its target. */
    private record Written(Node node, Origin origin) {}

    public ServiceConfig read(String name, Values service) {
        Optional<VersionSource> version = service.find(ServiceFields.VERSION)
                .flatMap(found -> found)
                .flatMap(found -> ServiceFields.version(found, targets));
        List<SignOffConfig> signOffs = new ArrayList<>();
        service.find(ServiceFields.SIGN_OFFS)
                .orElse(Map.of())
                .forEach((item, values) -> signOffs.add(ServiceFields.signOff(item, values, windows)));
        Optional<Duration> rto = service.find(ServiceFields.RTO).flatMap(found -> found);
        Optional<Duration> unmeasuredAfter =
                service.find(ServiceFields.UNMEASURED_AFTER).orElse(Optional.of(ServiceConfig.UNMEASURED_AFTER));
        return new ServiceConfig(name, version, checks(service), signOffs, rto, unmeasuredAfter);
    }

    private List<CheckConfig> checks(Values service) {
        Optional<Optional<Cursor>> own = service.find(fields.checks);
        if (own.isEmpty()) {
            return List.of();
        }
        Map<String, Written> written = written(own.orElseThrow().orElse(null));
        if (written.isEmpty()) {
            service.cursor(fields.checks).report("expected at least one check, found an empty checklist");
        }
        Cursor map = service.map();
        Map<String, String> labels = service.find(ServiceFields.LABELS).orElse(Map.of());
        List<CheckConfig> read = new ArrayList<>();
        written.forEach((name, check) -> {
            Cursor cursor = new Cursor(check.node(), map.path() + ".checks." + name, map.problems());
            if (changesNothing(check)) {
                reportNoCheckOfTheName(name, cursor);
            } else {
                checks.read(name, cursor, check.origin(), labels).ifPresent(read::add);
            }
        });
        return read;
    }

    /** Whether a check of the service's own was meant for one of those for all, by the look of its keys. */
    private boolean changesNothing(Written check) {
        return check.origin() == Origin.OWN
                && !defaults.isEmpty()
                && kind(check.node()).isEmpty()
                && check.node() instanceof Node.Mapping mapping
                && mapping.entries().keySet().stream()
                        .allMatch(key -> Nearest.to(key, checks.kinds()).isEmpty());
    }

    private void reportNoCheckOfTheName(String name, Cursor cursor) {
        String expected = "expected one of the keys " + String.join(", ", checks.kinds());
        Optional<String> near = Nearest.to(name, defaults.keySet());
        cursor.report(
                near.isPresent()
                        ? expected + ", found none of them; did you mean the check \"" + near.orElseThrow() + "\"?"
                        : expected + ", or the name of a check for every service, found none of them; known checks are "
                                + String.join(", ", defaults.keySet()));
    }

    private Map<String, Written> written(@Nullable Cursor own) {
        Map<String, Written> written = new LinkedHashMap<>();
        Map<String, Node> rest = new LinkedHashMap<>(defaults);
        if (own != null) {
            ((Node.Mapping) own.node()).entries().forEach((name, entry) -> {
                Node base = rest.remove(name);
                if (!isOff(entry.value())) {
                    written.put(name, over(base, entry.value()));
                } else if (base == null) {
                    reportNothingToTurnOff(name, entry, own);
                }
            });
        }
        rest.forEach((name, node) -> written.put(name, new Written(node, Origin.INHERITED)));
        return written;
    }

    private static boolean isOff(Node node) {
        return node instanceof Node.Scalar scalar && OFF.contains(scalar.text());
    }

    private void reportNothingToTurnOff(String name, Node.Entry entry, Cursor own) {
        own.problems()
                .report(
                        entry.location(),
                        own.path() + '.' + name,
                        "expected a check for every service to turn off, found none of this name"
                                + Nearest.hint(name, List.copyOf(defaults.keySet())));
    }

    /** A check of another kind replaces the one for all; otherwise its keys lie over those of that. */
    private Written over(@Nullable Node base, Node own) {
        Optional<String> kind = kind(own);
        if (base == null || (kind.isPresent() && !kind.equals(kind(base)))) {
            return new Written(own, Origin.OWN);
        }
        Node below = withoutReplaced(base, own);
        return new Written(Merge.over(below, own), kind.isPresent() ? Origin.OWN : Origin.INHERITED);
    }

    /** The check for all without the question that the service asks another way. */
    private Node withoutReplaced(Node base, Node own) {
        List<Set<String>> alternatives = kind(base).map(checks::alternatives).orElse(List.of());
        if (!(base instanceof Node.Mapping below) || !(own instanceof Node.Mapping above)) {
            return base;
        }
        for (Set<String> chosen : alternatives) {
            boolean distinct = above.entries().keySet().stream()
                    .anyMatch(key -> alternatives.stream()
                            .filter(set -> set.contains(key))
                            .toList()
                            .equals(List.of(chosen)));
            for (String key : distinct ? all(alternatives) : Set.<String>of()) {
                below = chosen.contains(key) ? below : below.without(key);
            }
        }
        return below;
    }

    private static Set<String> all(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private Optional<String> kind(Node node) {
        return node instanceof Node.Mapping mapping
                ? checks.kinds().stream()
                        .filter(kind -> mapping.get(kind).isPresent())
                        .findFirst()
                : Optional.empty();
    }
}
