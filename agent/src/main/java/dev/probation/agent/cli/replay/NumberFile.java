package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.sample.LineLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** Reads files of numbers: one a line, NaN for none, blank lines ignored; {@code -} is standard input. */
final class NumberFile {

    private static final Pattern WRITTEN = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final int LONGEST_SHOWN = 40;

    private final InputStream standardInput;

    NumberFile(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** Throws {@link CommandFailure} with file and line where there is something else. */
    double[] read(String file) {
        try (InputStream bytes = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file));
                BufferedReader lines =
                        new BufferedReader(new LineLimit(new InputStreamReader(bytes, StandardCharsets.UTF_8)))) {
            return read(file, lines);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    Sanitizer.TERMINAL.line(file + ": expected a file of numbers that can be read, but found none ("
                            + FileFault.why(e) + ')'));
        }
    }

    private static double[] read(String file, BufferedReader lines) throws IOException {
        DoubleStream.Builder numbers = DoubleStream.builder();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = line.strip();
            if (!text.isEmpty()) {
                numbers.add(parse(text, file + ":" + number));
            }
        }
        return numbers.build().toArray();
    }

    private static double parse(String text, String place) {
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        double value = WRITTEN.matcher(text).matches() ? Double.parseDouble(text) : Double.POSITIVE_INFINITY;
        if (Double.isInfinite(value)) {
            String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
            throw new CommandFailure(
                    ExitCode.USAGE,
                    Sanitizer.TERMINAL.line(
                            place + ": expected a finite number such as 0.25, or NaN, but found \"" + shown + '"'));
        }
        return value;
    }
}
