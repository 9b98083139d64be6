package dev.probation.agent.config.section;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.Announcements;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections of a configuration: what the loader reads, and what the schema describes. */
public final class ConfigFields {

    public final Field<Optional<AgentConfig>> agent =
            Field.optional("agent", AgentFields.SHAPE, "How the agent itself runs.");
    final Field<List<String>> include = Field.defaulting(
            "include",
            Types.listOf(Types.text()),
            List.of(),
            "Packs (pack:post-deployment) or files, relative to this one, that this one lies over.");
    public final Field<Map<String, Values>> windows = Field.defaulting(
            "windows",
            Types.mapOf(WindowFields.SHAPE),
            Map.of(),
            "Windows after a deployment, in order; 1h, 4h, 24h and 72h where not given.");
    public final Field<Map<String, Target>> targets;
    public final Field<Optional<Cursor>> checks;
    public final ServiceFields service;
    public final Field<Map<String, Values>> services;
    public final Field<Optional<RollbackConfig>> rollback;
    public final Field<Map<String, ReceiverConfig>> receivers;
    public final Field<Optional<Announcements>> announcements = Field.optional(
            "announcements", AnnouncementFields.SHAPE, "What is said to everybody at the turns of a deployment.");
    public final Field<Optional<EventsConfig>> events =
            Field.optional("events", EventsFields.SHAPE, "Whose events come in: deployments and alerts of others.");
    public final ObjectSchema<Values> shape;

    public ConfigFields(KindRegistry registry) {
        targets = Field.defaulting(
                "targets", Types.mapOf(new TargetFields(registry)), Map.of(), "Systems that can be asked, by name.");
        checks = Field.optional(
                "checks", new ChecksType(registry, false), "Checks for every service, as packs bring them.");
        service = new ServiceFields(registry);
        services = Field.defaulting("services", Types.mapOf(service), Map.of(), "What is deployed, by name.");
        rollback = Field.optional("rollback", new RollbackFields(registry).shape, "Who carries out a rollback.");
        receivers = Field.defaulting(
                "notify", Types.mapOf(new NotifyFields(registry)), Map.of(), "People's channels, by name.");
        shape = ObjectSchema.of(
                List.of(agent, targets, include, checks, services, windows, rollback, receivers, announcements, events),
                values -> values);
    }
}
