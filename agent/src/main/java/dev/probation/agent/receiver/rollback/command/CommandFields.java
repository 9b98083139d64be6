package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a rollback command is written. */
public final class CommandFields implements ReceiverFields {

    private static final Field<List<String>> COMMAND = Field.required(
            "command",
            Types.listOf(Types.text()),
            "The program's absolute path and its arguments; no shell sees them.");
    private static final Field<Duration> TIMEOUT = Field.written(
            "timeout", Types.duration(), "5m", "After which the program and all that it started are ended.");
    private static final ObjectSchema<CommandSettings> SETTINGS =
            ObjectSchema.of(List.of(COMMAND, TIMEOUT), CommandFields::settings);

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<CommandSettings> settings() {
        return SETTINGS;
    }

    private static @Nullable CommandSettings settings(Values values) {
        List<String> command = values.get(COMMAND);
        if (command.isEmpty() || !command.get(0).startsWith("/")) {
            values.spot(COMMAND)
                    .report("expected a list that begins with the absolute path of a program, found "
                            + (command.isEmpty() ? "none" : '"' + command.get(0) + '"'));
            return null;
        }
        return new CommandSettings(command, values.get(TIMEOUT));
    }
}
