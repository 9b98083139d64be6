package dev.probation.agent.config.file;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.WindowChoice;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.config.section.AgentFields;
import dev.probation.agent.config.section.AnnouncementFields;
import dev.probation.agent.config.section.CheckReader;
import dev.probation.agent.config.section.ConfigFields;
import dev.probation.agent.config.section.EventsFields;
import dev.probation.agent.config.section.RollbackSection;
import dev.probation.agent.config.section.ServiceReader;
import dev.probation.agent.config.section.TargetNames;
import dev.probation.agent.config.section.WindowFields;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.InvalidConfigException;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Problems;
import dev.probation.agent.settings.SourceLocation;
import dev.probation.agent.settings.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: all of it, with all problems at once. */
public final class ConfigLoader {

    private final ConfigFields fields;
    private final KindRegistry kinds;
    private final Problems problems = new Problems();

    private ConfigLoader(KindRegistry kinds) {
        this.kinds = kinds;
        this.fields = new ConfigFields(kinds);
    }

    /**
     * Reads files, or the *.yaml and *.yml files of a folder in the order of their names.
     *
     * @param kinds of probes and receivers that may be named
     * @param environment the variables that values may name
     * @throws InvalidConfigException with every problem that was found
     */
    public static Config load(KindRegistry kinds, List<Path> files, Map<String, String> environment) {
        return load(kinds, files, List.of(), environment);
    }

    /**
     * The same with values that lie over those of the files.
     *
     * @param settings such as {@code checks.error-rate.expect=< 0.5%}
     * @throws InvalidConfigException with every problem that was found
     */
    public static Config load(
            KindRegistry kinds, List<Path> files, List<String> settings, Map<String, String> environment) {
        return new ConfigLoader(kinds).read(files, settings, environment);
    }

    /**
     * The same without the files that hold secrets and certificates, which need not be there: to judge recordings by, or
     * to validate elsewhere than where the agent runs. Nothing can be asked with what it returns.
     *
     * @throws InvalidConfigException with every problem that was found
     */
    public static Config loadWithoutSecrets(
            KindRegistry kinds, List<Path> files, List<String> settings, Map<String, String> environment) {
        ConfigLoader loader = new ConfigLoader(kinds);
        loader.problems.leaveFilesOut();
        return loader.read(files, settings, environment);
    }

    private Config read(List<Path> files, List<String> settings, Map<String, String> environment) {
        String name = files.isEmpty() ? "probation.yaml" : files.get(0).toString();
        Optional<Node> tree = new Sources(environment, problems)
                .read(files)
                .map(written -> new Overrides(problems).apply(written, settings));
        if (tree.isEmpty() && problems.found().isEmpty()) {
            problems.report(new SourceLocation(name, 1, 1), "", "expected a configuration, found an empty file");
        }
        Optional<Config> config = tree.flatMap(this::decode);
        problems.orThrow();
        return config.orElseThrow(() -> new IllegalStateException("no configuration, and nothing wrong with it"));
    }

    private Optional<Config> decode(Node root) {
        Cursor cursor = new Cursor(root, "", problems);
        return fields.schema.values(cursor).map(values -> decode(values, root));
    }

    private Config decode(Values values, Node root) {
        Map<String, Target> targets = values.find(fields.targets).orElse(Map.of());
        WindowChoice windows = windows(values);
        values.find(fields.rollback)
                .flatMap(section -> section)
                .ifPresent(section -> values.map().at("notify").ifPresent(section::refuseNamesOf));
        Optional<RollbackConfig> rollback = values.find(fields.rollback)
                .map(section -> section.map(RollbackSection::config)
                        .orElse(new RollbackConfig(RollbackConfig.Mode.SIGNAL, List.of(), Duration.ofMinutes(15))));
        List<ServiceConfig> services =
                services(values, new TargetNames(targets, written(values)), windows, rollback.orElse(null));
        AgentConfig agent =
                values.find(fields.agent).flatMap(section -> section).orElseGet(ConfigLoader::defaultAgent);
        Optional<EventsConfig> events = events(values, targets);
        return new Config(
                agent,
                targets,
                services,
                windows.valid(),
                rollback.orElse(new RollbackConfig(RollbackConfig.Mode.OFF, List.of(), Duration.ZERO)),
                List.copyOf(values.find(fields.receivers).orElse(Map.of()).values()),
                Fingerprint.of(root, problems),
                values.find(fields.announcements).flatMap(section -> section).orElse(AnnouncementFields.DEFAULT),
                events.orElse(EventsConfig.NONE),
                problems.warnings());
    }

    /** The ways in, or empty after a problem. */
    private Optional<EventsConfig> events(Values values, Map<String, Target> targets) {
        Optional<EventsConfig> events = values.find(fields.events).map(section -> section.orElse(EventsConfig.NONE));
        Set<String> services = values.map()
                .at("services")
                .filter(cursor -> cursor.node() instanceof Node.Mapping)
                .map(cursor -> ((Node.Mapping) cursor.node()).entries().keySet())
                .orElse(Set.of());
        values.map().at("events").ifPresent(cursor -> EventsFields.requireServices(cursor, services));
        EventsFields.requireAlertmanager(events.orElse(null), kinds, values.cursor(fields.targets), targets);
        return events;
    }

    private Set<String> written(Values values) {
        return values.isGiven(fields.targets) && values.cursor(fields.targets).node() instanceof Node.Mapping mapping
                ? mapping.entries().keySet()
                : Set.of();
    }

    private WindowChoice windows(Values values) {
        return values.isGiven(fields.windows)
                ? values.find(fields.windows)
                        .map(windows -> WindowFields.build(windows, values.cursor(fields.windows)))
                        .orElse(WindowChoice.of(List.of()))
                : WindowChoice.of(WindowFields.DEFAULT);
    }

    private List<ServiceConfig> services(
            Values values, TargetNames targets, WindowChoice windows, @Nullable RollbackConfig rollback) {
        Map<String, Values> services = values.find(fields.services).orElse(Map.of());
        if (!values.isGiven(fields.services)
                || (services.isEmpty() && values.find(fields.services).isPresent())) {
            values.cursor(fields.services).report("expected at least one service in \"services\", found none");
        }
        Map<String, Node> defaults = new LinkedHashMap<>();
        values.find(fields.checks)
                .flatMap(section -> section)
                .ifPresent(section -> ((Node.Mapping) section.node())
                        .entries()
                        .forEach((name, entry) -> defaults.put(name, entry.value())));
        ServiceReader reader = new ServiceReader(
                fields.service, new CheckReader(kinds, targets, windows, rollback), defaults, targets, windows);
        List<ServiceConfig> read = new ArrayList<>();
        services.forEach((name, service) -> read.add(reader.read(name, service)));
        return read;
    }

    private static AgentConfig defaultAgent() {
        Node nothing = new Node.Mapping(new SourceLocation("default", 1, 1), Map.of());
        return Optional.ofNullable(AgentFields.SCHEMA.read(new Cursor(nothing, "agent", new Problems())))
                .orElseThrow();
    }
}
