package dev.probation.agent.cli.local;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.report.ReportJson;
import dev.probation.agent.report.ReportMarkdown;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.text.FileFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a report is written to, as {@code --report} names it: {@code json:PATH}, {@code md:PATH} or {@code github}.
 *
 * @param path absent where the environment names the file
 */
record ReportTo(Form form, Optional<Path> path) {

    private static final String SUMMARY = "GITHUB_STEP_SUMMARY";

    /** GitHub shows nothing of a summary of 1 MiB; this leaves some air. */
    private static final long SUMMARY_BYTES = (1 << 20) - 1024;

    private static final String CUT = "\n\n... truncated; json:PATH or md:PATH has the whole report.\n";

    /** How it is written. */
    enum Form {
        JSON,
        MARKDOWN,
        GITHUB
    }

    /** Reads the option. */
    static final class Converter implements ITypeConverter<ReportTo> {

        @Override
        public ReportTo convert(String text) {
            int colon = text.indexOf(':');
            String path = text.substring(colon + 1);
            String form = colon < 0 ? text : text.substring(0, colon);
            if (form.equals("github") && colon < 0) {
                return new ReportTo(Form.GITHUB, Optional.empty());
            }
            // standard output has the table
            if (colon < 0
                    || path.isEmpty()
                    || path.equals("-")
                    || !List.of("json", "md").contains(form)) {
                throw new TypeConversionException("expected json:PATH, md:PATH or github, but found \"" + text + '"');
            }
            return new ReportTo(form.equals("json") ? Form.JSON : Form.MARKDOWN, Optional.of(Path.of(path)));
        }
    }

    /** Finds out early, rather than after the waiting, that a file cannot be written. */
    void require(CommandContext context) {
        if (form == Form.GITHUB && context.variable(SUMMARY).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--report github: expected the environment variable " + SUMMARY
                            + ", which GitHub's runners set, but it is not set; use md:PATH elsewhere");
        }
        path.map(Path::toAbsolutePath).ifPresent(file -> {
            if (Files.isDirectory(file)) {
                throw new CommandFailure(ExitCode.USAGE, "--report: expected a file, but found the folder " + file);
            }
            Path folder = Optional.ofNullable(file.getParent()).orElse(file);
            if (!Files.isDirectory(folder)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--report: expected a file in a folder that exists, but found " + file
                                + "; create the folder first");
            }
        });
    }

    /** What went wrong, if anything did. */
    Optional<String> write(DeploymentView view, List<JournalEntry> journal, CommandContext context) {
        return switch (form) {
            case JSON -> write(ReportJson.deployment(view, journal).encodePrettily() + '\n');
            case MARKDOWN -> write(ReportMarkdown.deployment(view, journal));
            case GITHUB ->
                context.variable(SUMMARY)
                        .flatMap(file -> append(Path.of(file), ReportMarkdown.deployment(view, journal)));
        };
    }

    private Optional<String> write(String report) {
        Path file = path.orElseThrow();
        try {
            Path written = Files.writeString(file, report);
            assert written.equals(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(file, e));
        }
    }

    private static Optional<String> append(Path file, String report) {
        try {
            long used = Files.exists(file) ? Files.size(file) : 0;
            Path written = Files.write(
                    file, cut(report, SUMMARY_BYTES - used), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assert written.equals(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(file, e));
        }
    }

    /** At the end of a line, so that no character and no row of a table is torn. */
    static byte[] cut(String report, long bytes) {
        byte[] whole = report.getBytes(StandardCharsets.UTF_8);
        if (whole.length <= bytes) {
            return whole;
        }
        int end = (int) Math.max(0, bytes - CUT.length());
        while (end > 0 && whole[end - 1] != '\n') {
            end--;
        }
        return (new String(whole, 0, end, StandardCharsets.UTF_8) + CUT).getBytes(StandardCharsets.UTF_8);
    }

    private static String unwritable(Path file, IOException cause) {
        return "--report: " + file + " cannot be written (" + FileFault.why(cause) + ')';
    }
}
