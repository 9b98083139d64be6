package dev.probation.agent.config.kind;

import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Values;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one kind of probe adds to the configuration, its targets and its checks: the half of a kind that reading it needs. */
public interface ProbeFields {

    /** The key of both: {@code http}. */
    String name();

    /** Whether its targets are not asked, but tell a running agent by themselves, over {@code events.alertmanager}. */
    default boolean isTold() {
        return false;
    }

    /** The target's fields, the one named {@link #name()} first. */
    ObjectSchema<? extends TargetSettings> target();

    /** The fields of a check besides those that all kinds have. */
    List<Field<?>> check();

    /** Sets of keys of which a check has those of one; a service that gives one set drops the others of a pack. */
    default List<Set<String>> alternatives() {
        return List.of();
    }

    /** What a check of this kind measures, or null where its fields do not fit together, which is then reported. */
    @Nullable
    MeasureSpec measured(Values check);
}
