package dev.probation.agent.config.section;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.config.kind.ReceiverFields;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.OneOf;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of the section {@code notify}. */
final class NotifyFields implements Type<ReceiverConfig> {

    private final OneOf<ReceiverConfig> kinds;

    NotifyFields(KindRegistry registry) {
        Map<String, Type<ReceiverConfig>> types = new LinkedHashMap<>();
        registry.receivers(ReceiverFields.Use.NOTIFY)
                .forEach(receiver -> types.put(receiver.name(), receiver(receiver)));
        kinds = new OneOf<>(types);
    }

    private static Type<ReceiverConfig> receiver(ReceiverFields receiver) {
        Field<ReceiverSettings> settings =
                Field.required(receiver.name(), new Widened(receiver.settings()), "How the receiver is reached.");
        Field<Optional<List<NotificationEvent>>> on = on(receiver.occasions());
        return ObjectSchema.of(List.of(settings, on), values -> {
            Set<NotificationEvent> occasions =
                    values.get(on).<Set<NotificationEvent>>map(HashSet::new).orElse(receiver.occasions());
            if (occasions.isEmpty()
                    && values.cursor(on)
                            .node()
                            .equals(new Node.Sequence(values.cursor(on).node().location(), List.of()))) {
                values.cursor(on).report("expected at least one occasion, found none");
            }
            return new ReceiverConfig("", receiver.name(), values.get(settings), occasions);
        });
    }

    private static Field<Optional<List<NotificationEvent>>> on(Set<NotificationEvent> usual) {
        String occasions = usual.size() == NotificationEvent.values().length
                ? "all"
                : usual.stream().sorted().map(NotificationEvent::label).collect(Collectors.joining(", "));
        return Field.optional(
                "on",
                Types.listOf(Types.choice(NotificationEvent.class)),
                "The occasions that the receiver is told about. Default: " + occasions + ".");
    }

    @Override
    public @Nullable ReceiverConfig read(Cursor cursor) {
        String name = cursor.path().substring(cursor.path().lastIndexOf('.') + 1);
        return Optional.<ReceiverConfig>ofNullable(kinds.read(cursor))
                .map(receiver -> new ReceiverConfig(name, receiver.kind(), receiver.settings(), receiver.on()))
                .orElse(null);
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return kinds.jsonSchema();
    }

    private record Widened(ObjectSchema<? extends ReceiverSettings> schema) implements Type<ReceiverSettings> {
        @Override
        public @Nullable ReceiverSettings read(Cursor cursor) {
            return schema.read(cursor);
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return schema.jsonSchema();
        }
    }
}
