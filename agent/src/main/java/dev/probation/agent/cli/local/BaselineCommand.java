package dev.probation.agent.cli.local;

import dev.probation.agent.cli.command.AtomicFile;
import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Interruption;
import dev.probation.agent.cli.command.Progress;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.check.ShareText;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation baseline}: measures a service before a deployment, without an agent. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a service before a deployment, for targets that do not remember.",
            "It runs the service's checks without an agent and writes the samples as JSON Lines. Pass"
                    + " the file to \"probation deploy\" or \"probation verify\" with --baseline. Exits with 1 if"
                    + " a check measured nothing in all that time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation baseline shop --for 30m --to before.jsonl",
            "  probation deploy shop 1.4.2 --baseline before.jsonl"
        })
public final class BaselineCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String STANDARD_OUTPUT = "-";

    private final CommandContext context;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    /** What is logged below an error would tear the progress line. */
    @Mixin
    private LogOptions logging = new LogOptions(LogOptions.Threshold.ERROR);

    @Parameters(paramLabel = "SERVICE", description = "The service's name in the configuration.")
    private String service = "";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            required = true,
            converter = DurationText.class,
            description = "How long to measure, such as 30m.")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "The file to write the samples to; - is standard output.")
    private String to = "";

    public BaselineCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        logging.apply();
        Config config = files.load(context);
        ServiceConfig measured = config.service(service)
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, config.unknownService(service)));
        requireSamples(measured);
        if (to.equals(STANDARD_OUTPUT)) {
            StringWriter text = new StringWriter();
            Measured done;
            try (Interruption interruption = Interruption.ofStandardOutput(context)) {
                done = measure(measured, text);
                interruption.done();
            }
            context.out().print(text);
            context.out().flush();
            return told(done.silent());
        }
        try (AtomicFile file = AtomicFile.begin(Path.of(to));
                Interruption interruption = Interruption.of(file, to, context)) {
            Measured done = measure(measured, file.writer());
            file.finish();
            interruption.done();
            context.err()
                    .println(Sanitizer.TERMINAL.line("wrote " + ShareText.count(done.samples()) + " samples to " + to));
            return told(done.silent());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INCONCLUSIVE, to + " cannot be written (" + FileFault.why(e) + ')');
        }
    }

    private void requireSamples(ServiceConfig measured) {
        Optional<CheckConfig> rarest = measured.checks().stream()
                .max(Comparator.comparing(check -> check.rule().every()))
                .filter(check -> check.rule().every().compareTo(length) > 0);
        rarest.ifPresent(check -> {
            String every = Durations.writeExactly(check.rule().every());
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "check " + check.rule().id() + " runs every " + every + ", so it may have no sample in "
                            + Durations.writeExactly(length) + "; give --for " + every + " or more");
        });
    }

    /** What was written, and the checks that gave no value. */
    private record Measured(int samples, List<CheckId> silent) {}

    private Measured measure(ServiceConfig measured, Writer text) {
        Progress progress = new Progress(context.err(), context);
        CommandClock clock = context.clock();
        try (LocalMeasuring measuring = LocalMeasuring.begin(
                        measured, length, context.services().probeKinds());
                RecordingWriter writer = new RecordingWriter(text)) {
            long end = clock.nanos() + length.toNanos();
            for (long left = length.toNanos(); left > 0; left = end - clock.nanos()) {
                progress.show(
                        service + "  " + Progress.left(Duration.ofNanos(left)) + "  " + measuring.count() + " samples");
                Duration rest = Duration.ofNanos(left);
                clock.pause(rest.compareTo(POLL) < 0 ? rest : POLL);
            }
            List<Sample> samples = measuring.end();
            for (Sample sample : samples) {
                writer.sample(sample);
            }
            return new Measured(samples.size(), measuring.withoutValue());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "the samples cannot be written (" + FileFault.why(e) + ')');
        } finally {
            progress.end();
        }
    }

    private int told(List<CheckId> silent) {
        if (silent.isEmpty()) {
            return ExitCode.PASS;
        }
        context.err()
                .println(Sanitizer.TERMINAL.line("no value in " + Durations.write(length) + ": "
                        + silent.stream().map(CheckId::value).collect(Collectors.joining(", "))
                        + "; \"probation probe\" says why"));
        return ExitCode.FAIL;
    }
}
