package dev.probation.agent.config;

import dev.probation.rules.pack.Field;
import dev.probation.rules.pack.Kinds;
import dev.probation.rules.pack.Shape;
import dev.probation.rules.pack.Spot;
import dev.probation.rules.pack.Type;
import dev.probation.rules.pack.Types;
import dev.probation.rules.pack.Values;
import dev.probation.rules.sample.CheckId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The section {@code rollback}. */
final class RollbackFields {

    private record Receiver(Optional<String> name, String kind, ReceiverSettings settings, Spot spot) {}

    private static final Type<String> NAME_TYPE = Types.text(
            "a name of lower case letters, digits and dashes, at most 63",
            "[a-z0-9][a-z0-9-]{0,62}",
            text -> Optional.of(text).filter(CheckId::isValid));
    private static final Field<Optional<String>> NAME =
            Field.optional("name", NAME_TYPE, "The receiver's name in reports; its kind and a number where not given.");
    private static final Field<RollbackConfig.Mode> MODE = Field.written(
            "mode",
            Types.choice(RollbackConfig.Mode.class),
            "signal",
            "signal: the receivers carry it out; advise: people are told; off: nothing is decided.");
    private static final Field<Duration> DEADLINE = Field.written(
            "deadline",
            Types.duration(),
            "15m",
            "From the decision until the checks that decided must be good again; then it escalates.");

    private final Field<List<Receiver>> to;
    final Shape<RollbackConfig> shape;

    RollbackFields(Registry registry) {
        Map<String, Type<Receiver>> kinds = new LinkedHashMap<>();
        registry.receivers(ReceiverFields.Use.ROLLBACK)
                .forEach(receiver -> kinds.put(receiver.kind(), receiver(receiver)));
        to = Field.defaulting("to", Types.listOf(new Kinds<Receiver>(kinds)), List.of(), "Who carries out a rollback.");
        shape = Shape.of(List.of(MODE, to, DEADLINE), this::build);
    }

    private static Type<Receiver> receiver(ReceiverFields receiver) {
        List<Field<?>> fields = Stream.<Field<?>>concat(receiver.settings().fields().stream(), Stream.of(NAME))
                .toList();
        return Shape.of(fields, values -> build(receiver, values));
    }

    private static @Nullable Receiver build(ReceiverFields receiver, Values values) {
        ReceiverSettings settings = receiver.settings().build(values);
        return settings == null ? null : new Receiver(values.get(NAME), receiver.kind(), settings, values.map());
    }

    private RollbackConfig build(Values values) {
        Map<String, Integer> count = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        List<ReceiverConfig> receivers = new ArrayList<>();
        for (Receiver receiver : values.get(to)) {
            int number = count.merge(receiver.kind(), 1, Integer::sum);
            String name = receiver.name().orElse(receiver.kind() + '-' + number);
            if (!names.add(name)) {
                receiver.spot().report("expected a name of its own, found \"" + name + "\" again");
            }
            receivers.add(new ReceiverConfig(name, receiver.kind(), receiver.settings(), Set.of()));
        }
        return new RollbackConfig(values.get(MODE), receivers, values.get(DEADLINE));
    }
}
