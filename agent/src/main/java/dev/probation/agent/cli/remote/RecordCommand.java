package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.AtomicFile;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Interruption;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.check.ShareText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation record}: the samples of a deployment as a file, from which {@code replay} decides the same again. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Exports a deployment's samples as JSON Lines, for \"probation replay\".",
            "The agent keeps raw samples for agent.keep-samples. How many are missing is printed to"
                    + " standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation record shop-1-4-2-20260131t100000000 -o bad-release.jsonl",
            "  probation record shop-1-4-2-20260131t100000000 | gzip > bad-release.jsonl.gz"
        })
public final class RecordCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";
    private static final String MISSING = "Probation-Missing-Samples";

    private final CommandContext context;

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Parameters(paramLabel = "DEPLOYMENT", description = "The deployment's id, as \"probation status\" lists it.")
    private String deployment = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = STANDARD_OUTPUT,
            description = "The file to write; - is standard output, the default.")
    private String file = STANDARD_OUTPUT;

    public RecordCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        HttpResponse<InputStream> recording = agent.connect(context).recording(deployment);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(recording.body(), StandardCharsets.UTF_8))) {
            long samples = file.equals(STANDARD_OUTPUT) ? toStandardOutput(lines) : toFile(lines, Path.of(file));
            tellMissing(recording.headers().firstValueAsLong(MISSING).orElse(0), samples);
            return ExitCode.PASS;
        }
    }

    private long toFile(BufferedReader lines, Path file) {
        long written = 0;
        try (AtomicFile whole = AtomicFile.begin(file);
                Interruption interruption = Interruption.of(whole, file.toString(), context)) {
            try (BufferedWriter to = whole.writer()) {
                for (String line = next(lines); line != null; line = next(lines)) {
                    to.append(line).append('\n');
                    written++;
                }
            }
            whole.finish();
            interruption.done();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INCONCLUSIVE, file + " cannot be written (" + FileFault.why(e) + ')');
        }
        long samples = written - 1;
        context.err().println(Sanitizer.TERMINAL.line("wrote " + ShareText.count(samples) + " samples to " + file));
        return samples;
    }

    private long toStandardOutput(BufferedReader lines) {
        long printed = 0;
        for (String line = next(lines); line != null; line = next(lines)) {
            context.out().println(Sanitizer.TERMINAL.line(line));
            printed++;
        }
        return printed - 1;
    }

    private static @Nullable String next(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException cut) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "the connection ended before the recording was complete ("
                            + cut.getClass().getSimpleName() + ": "
                            + Sanitizer.TERMINAL.line(String.valueOf(cut.getMessage()))
                            + "); try again");
        }
    }

    private void tellMissing(long missing, long kept) {
        if (missing > 0) {
            context.err()
                    .println("probation: " + ShareText.counts(missing, missing + kept)
                            + " samples are missing, the oldest"
                            + " ones: the agent keeps raw samples only for agent.keep-samples. A replay cannot judge"
                            + " them. To record whole deployments, set keep-samples to more than the last window,"
                            + " such as 73h.");
        }
    }
}
