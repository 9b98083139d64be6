package dev.probation.agent.probe;

import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Values;
import java.util.List;

/** A kind that no configuration is read with. */
public abstract class FakeKind implements ProbeKind {

    private static UnsupportedOperationException notRead() {
        return new UnsupportedOperationException("no configuration is read with it");
    }

    @Override
    public ObjectSchema<? extends TargetSettings> target() {
        throw notRead();
    }

    @Override
    public List<Field<?>> check() {
        throw notRead();
    }

    @Override
    public MeasureSpec measured(Values check) {
        throw notRead();
    }
}
