package dev.probation.agent.config.section;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
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
import org.jspecify.annotations.Nullable;

/** The values of the section {@code notify}. */
final class NotifyFields implements Type<ReceiverConfig> {

    private static final Field<Optional<List<NotificationEvent>>> ON = Field.optional(
            "on",
            Types.listOf(Types.choice(NotificationEvent.class)),
            "What the receiver is told about; its kind's own choice else.");

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
        return ObjectSchema.of(List.of(settings, ON), values -> {
            Set<NotificationEvent> on =
                    values.get(ON).<Set<NotificationEvent>>map(HashSet::new).orElse(receiver.occasions());
            if (on.isEmpty()
                    && values.spot(ON)
                            .node()
                            .equals(new Node.Sequence(values.spot(ON).node().place(), List.of()))) {
                values.spot(ON).report("expected at least one occasion, found none");
            }
            return new ReceiverConfig("", receiver.name(), values.get(settings), on);
        });
    }

    @Override
    public @Nullable ReceiverConfig read(Cursor cursor) {
        String name = cursor.path().substring(cursor.path().lastIndexOf('.') + 1);
        return Optional.<ReceiverConfig>ofNullable(kinds.read(cursor))
                .map(receiver -> new ReceiverConfig(name, receiver.kind(), receiver.settings(), receiver.on()))
                .orElse(null);
    }

    @Override
    public Map<String, Object> schema() {
        return kinds.schema();
    }

    private record Widened(ObjectSchema<? extends ReceiverSettings> shape) implements Type<ReceiverSettings> {
        @Override
        public @Nullable ReceiverSettings read(Cursor cursor) {
            return shape.read(cursor);
        }

        @Override
        public Map<String, Object> schema() {
            return shape.schema();
        }
    }
}
