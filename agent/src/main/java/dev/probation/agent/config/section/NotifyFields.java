package dev.probation.agent.config.section;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Kinds;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Shape;
import dev.probation.agent.settings.Spot;
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

    private static final Field<Optional<List<Occasion>>> ON = Field.optional(
            "on",
            Types.listOf(Types.choice(Occasion.class)),
            "What the receiver is told about; its kind's own choice else.");

    private final Kinds<ReceiverConfig> kinds;

    NotifyFields(Registry registry) {
        Map<String, Type<ReceiverConfig>> types = new LinkedHashMap<>();
        registry.receivers(ReceiverFields.Use.NOTIFY)
                .forEach(receiver -> types.put(receiver.kind(), receiver(receiver)));
        kinds = new Kinds<>(types);
    }

    private static Type<ReceiverConfig> receiver(ReceiverFields receiver) {
        Field<ReceiverSettings> settings =
                Field.required(receiver.kind(), new Widened(receiver.settings()), "How the receiver is reached.");
        return Shape.of(List.of(settings, ON), values -> {
            Set<Occasion> on = values.get(ON).<Set<Occasion>>map(HashSet::new).orElse(receiver.occasions());
            if (on.isEmpty()
                    && values.spot(ON)
                            .node()
                            .equals(new Node.Sequence(values.spot(ON).node().place(), List.of()))) {
                values.spot(ON).report("expected at least one occasion, found none");
            }
            return new ReceiverConfig("", receiver.kind(), values.get(settings), on);
        });
    }

    @Override
    public @Nullable ReceiverConfig read(Spot spot) {
        String name = spot.path().substring(spot.path().lastIndexOf('.') + 1);
        return Optional.<ReceiverConfig>ofNullable(kinds.read(spot))
                .map(receiver -> new ReceiverConfig(name, receiver.kind(), receiver.settings(), receiver.on()))
                .orElse(null);
    }

    @Override
    public Map<String, Object> schema() {
        return kinds.schema();
    }

    private record Widened(Shape<? extends ReceiverSettings> shape) implements Type<ReceiverSettings> {
        @Override
        public @Nullable ReceiverSettings read(Spot spot) {
            return shape.read(spot);
        }

        @Override
        public Map<String, Object> schema() {
            return shape.schema();
        }
    }
}
