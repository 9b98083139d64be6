package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.field.FileType;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.agent.text.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program that rolls back. */
public final class CommandKind implements ReceiverKind {

    private static final Field<List<String>> COMMAND = Field.required(
            "command",
            Types.listOf(Types.text()),
            "The program's absolute path and its arguments. No shell interprets them.");
    private static final Field<Duration> TIMEOUT = Field.written(
            "timeout", Types.duration(), "5m", "After this time the agent ends the program and everything it started.");
    private static final ObjectSchema<CommandSettings> SETTINGS =
            ObjectSchema.of(List.of(COMMAND, TIMEOUT), CommandKind::settings);

    /** Linux reads no more of it. */
    private static final int LONGEST_FIRST_LINE = 256;

    @Override
    public String name() {
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

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new CommandReceiver((CommandSettings) config.settings());
    }

    @Override
    public List<String> missing(ReceiverConfig config, List<String> services) {
        String program = ((CommandSettings) config.settings()).command().get(0);
        return FileFault.unnamed(program)
                .or(() -> missing(Path.of(program)))
                .map(found -> "expected a program that the agent can start, but on this machine " + found
                        + "; install it where the agent runs, or correct the path")
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<String> missing(Path program) {
        return FileFault.notAFile(program)
                .or(() ->
                        Optional.of("this user may not execute " + program).filter(no -> !Files.isExecutable(program)))
                .or(() -> noInterpreter(program));
    }

    /** What is wrong with the first line of a script, {@code #!/bin/sh}; empty for any other program. */
    private static Optional<String> noInterpreter(Path script) {
        String begin;
        try (InputStream bytes = Files.newInputStream(script)) {
            begin = new String(bytes.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // a program need not be readable
            return Optional.empty();
        }
        if (!begin.startsWith("#!")) {
            return Optional.empty();
        }
        String line = begin.lines().findFirst().orElse("");
        if (begin.startsWith(line + '\r')) {
            return Optional.of("the first line of " + script + " ends in a carriage return, as on Windows");
        }
        String interpreter = line.substring(2).strip().split("[ \t]", 2)[0];
        return FileFault.unnamed(interpreter)
                .or(() -> FileFault.notAFile(Path.of(interpreter)))
                .map(found -> script + " begins with " + line + ", and " + found);
    }

    private static @Nullable CommandSettings settings(Values values) {
        List<String> command = values.get(COMMAND);
        if (command.stream().anyMatch(CommandKind::hasNul)) {
            values.cursor(COMMAND)
                    .report(
                            "expected a program and arguments without the character \\0, found one with it; leave it out");
            return null;
        }
        if (command.isEmpty() || !isProgram(command.get(0))) {
            values.cursor(COMMAND)
                    .report("expected a list that begins with the absolute path of a program, found "
                            + (command.isEmpty() ? "none" : '"' + command.get(0) + '"'));
            return null;
        }
        return new CommandSettings(command, values.get(TIMEOUT));
    }

    private static boolean isProgram(String path) {
        return path.startsWith("/") && FileType.isFilePath(path);
    }

    /** The system would end a text there. */
    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
