package dev.probation.agent.config.section;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.Announcements;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.window.WindowSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sections of a configuration: what the loader reads, and what the schema describes. */
public final class ConfigFields {

    public final Field<Optional<AgentConfig>> agent =
            Field.optional("agent", AgentFields.SCHEMA, "How the agent itself runs.");
    final Field<List<String>> include = Field.defaulting(
            "include",
            Types.listOf(Types.text()),
            List.of(),
            "Packs (`pack:post-deployment`) and files, relative to this file. This file overrides what"
                    + " it includes, key by key.");
    public final Field<Map<String, Values>> windows = Field.defaulting(
            "windows",
            Types.mapOf(WindowFields.SCHEMA),
            Map.of(),
            "Periods after a deployment, by name and in order, each with its own verdict. Default: "
                    + WindowFields.DEFAULT.stream().map(WindowSpec::name).collect(Collectors.joining(", ")) + ".");
    public final Field<Map<String, Target>> targets;
    public final Field<Optional<Cursor>> checks;
    public final ServiceFields service;
    public final Field<Map<String, Values>> services;
    public final Field<Optional<RollbackSection>> rollback;
    public final Field<Map<String, ReceiverConfig>> receivers;
    public final Field<Optional<Announcements>> announcements = Field.optional(
            "announcements",
            AnnouncementFields.SCHEMA,
            "Texts for everybody when a version goes out, has passed, or is rolled back.");
    public final Field<Optional<EventsConfig>> events = Field.optional(
            "events", EventsFields.SCHEMA, "What other systems may report to the agent: deployments and alerts.");
    public final ObjectSchema<Values> schema;

    public ConfigFields(KindRegistry registry) {
        targets = Field.defaulting(
                "targets", Types.mapOf(new TargetFields(registry)), Map.of(), "Systems that can be asked, by name.");
        checks = Field.optional(
                "checks", new ChecksType(registry, false), "Checks for every service, such as those of a pack.");
        service = new ServiceFields(registry);
        services = Field.defaulting("services", Types.mapOf(service), Map.of(), "What is deployed, by name.");
        rollback = Field.optional(
                "rollback", new RollbackFields(registry).schema, "When a rollback is decided, and who carries it out.");
        receivers = Field.defaulting(
                "notify", Types.mapOf(new NotifyFields(registry)), Map.of(), "Who is notified, by name.");
        schema = ObjectSchema.of(
                List.of(agent, targets, include, checks, services, windows, rollback, receivers, announcements, events),
                values -> values);
    }
}
