package dev.probation.agent.config.section;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.config.kind.ReceiverFields;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.OneOf;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Durations;
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

    /** Whether a person has to say yes before a receiver is told. */
    private enum Approval {
        NONE,
        REQUIRED
    }

    private record Receiver(
            Optional<String> name, String kind, ReceiverSettings settings, Approval approval, Cursor cursor) {}

    private static final Type<String> NAME_TYPE = Types.text(
            "a name of lower case letters, digits and dashes, at most 63",
            "[a-z0-9][a-z0-9-]{0,62}",
            text -> Optional.of(text).filter(CheckId::isValid));
    private static final Field<Optional<String>> NAME = Field.optional(
            "name",
            NAME_TYPE,
            "The receiver's name in reports and for `probation approve`. Default: its kind and a number.");
    private static final Field<Approval> APPROVAL = Field.written(
            "approval",
            Types.choice(Approval.class),
            "none",
            "`required`: it starts only after a person has approved it. For steps that can lose data.");
    private static final Field<RollbackConfig.Mode> MODE = Field.written(
            "mode",
            Types.choice(RollbackConfig.Mode.class),
            "signal",
            "`signal`: the receivers are signalled. `advise`: people are notified and nothing is sent."
                    + " `off`: no rollback is decided.");
    private static final Field<Duration> DEADLINE = Field.written(
            "deadline",
            Types.duration(),
            "15m",
            "Time from the decision until the checks that decided must be good again. Then people are" + " notified.");
    private static final Field<Duration> QUICK = Field.written(
            "quick",
            Types.duration(),
            "5m",
            "Time allowed for the earlier version to be running again or, if no version is read, for a"
                    + " receiver to accept the signal. Then people are notified that it is slow. At most the"
                    + " deadline.");
    private static final Field<Duration> COOL_DOWN = Field.written(
            "cool-down",
            Types.durationFrom(Duration.ZERO),
            "1h",
            "How long after a rollback of a service the next breach is only advised. `0s` turns it off.");

    private final Field<List<Receiver>> to;
    final ObjectSchema<RollbackSection> schema;

    RollbackFields(KindRegistry registry) {
        Map<String, Type<Receiver>> kinds = new LinkedHashMap<>();
        registry.receivers(ReceiverFields.Use.ROLLBACK)
                .forEach(receiver -> kinds.put(receiver.name(), receiver(receiver)));
        to = Field.defaulting(
                "to",
                Types.listOf(new OneOf<Receiver>(kinds)),
                List.of(),
                "Who carries out a rollback: one receiver or a list.");
        schema = ObjectSchema.of(List.of(MODE, to, DEADLINE, QUICK, COOL_DOWN), this::build);
    }

    private static Type<Receiver> receiver(ReceiverFields receiver) {
        List<Field<?>> fields = Stream.<Field<?>>concat(
                        receiver.settings().fields().stream(), Stream.of(NAME, APPROVAL))
                .toList();
        return ObjectSchema.of(fields, values -> build(receiver, values));
    }

    private static @Nullable Receiver build(ReceiverFields receiver, Values values) {
        ReceiverSettings settings = receiver.settings().build(values);
        return settings == null
                ? null
                : new Receiver(values.get(NAME), receiver.name(), settings, values.get(APPROVAL), values.map());
    }

    private @Nullable RollbackSection build(Values values) {
        Duration quick = quick(values);
        if (values.get(to).isEmpty() && isAnyWritten(values)) {
            // all were refused, and a check must not say that there is none
            return null;
        }
        Map<String, Integer> count = new LinkedHashMap<>();
        Map<String, Cursor> places = new LinkedHashMap<>();
        Set<String> approval = new HashSet<>();
        List<ReceiverConfig> receivers = new ArrayList<>();
        for (Receiver receiver : values.get(to)) {
            int number = count.merge(receiver.kind(), 1, Integer::sum);
            String name = receiver.name().orElse(receiver.kind() + '-' + number);
            if (places.putIfAbsent(name, receiver.cursor()) != null) {
                receiver.cursor().report("expected a name that no other receiver has, found \"" + name + "\" again");
            }
            if (receiver.approval() == Approval.REQUIRED) {
                boolean unusedNew = approval.add(name);
            }
            receivers.add(new ReceiverConfig(name, receiver.kind(), receiver.settings(), Set.of()));
        }
        RollbackConfig config = new RollbackConfig(
                values.get(MODE), receivers, approval, values.get(DEADLINE), quick, values.get(COOL_DOWN));
        return new RollbackSection(config, places);
    }

    private boolean isAnyWritten(Values values) {
        return values.isGiven(to)
                && !(values.cursor(to).node() instanceof Node.Sequence sequence
                        && sequence.items().isEmpty());
    }

    private static Duration quick(Values values) {
        Duration deadline = values.get(DEADLINE);
        Duration quick = values.get(QUICK);
        if (values.isGiven(QUICK) && quick.compareTo(deadline) > 0) {
            values.cursor(QUICK)
                    .report("expected at most the deadline of " + Durations.writeExactly(deadline) + ", found "
                            + Durations.writeExactly(quick));
        }
        return RollbackConfig.atMost(deadline, quick);
    }
}
