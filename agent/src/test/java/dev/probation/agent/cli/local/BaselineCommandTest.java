package dev.probation.agent.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.Commands;
import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real time, in small pieces; the probes are stand-ins. */
class BaselineCommandTest {

    @TempDir
    private Path folder;

    private static Run run(FakeCommandServices services, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandContext context = new CommandContext(
                Map.of(),
                false,
                new CommandClock.Real(),
                services,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        int exitCode = Commands.run(context, args);
        return new Run(exitCode, out.toString(), err.toString());
    }

    private static List<Sample> samples(String text) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader("baseline", new StringReader(text))) {
            assertThat(reader.deployment()).isEmpty();
            reader.forEachRemaining(samples::add);
        }
        return samples;
    }

    @Test
    void writesTheSamplesOfTheChecksInTheirIntervals() throws IOException {
        Path file = folder.resolve("before.jsonl");
        FakeCommandServices services = new FakeCommandServices().every(Duration.ofMillis(100));

        Run run = run(services, "baseline", "bookreader", "--for", "1500ms", "--to", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("bookreader  1s left  ");
        List<Sample> samples = samples(Files.readString(file));
        assertThat(samples).hasSizeGreaterThanOrEqualTo(3);
        Duration span = Duration.between(
                samples.get(0).at(), samples.get(samples.size() - 1).at());
        assertThat(span).isGreaterThanOrEqualTo(Duration.ofMillis(100L * (samples.size() - 2)));
        assertThat(run.err()).endsWith("wrote " + samples.size() + " samples to " + file + System.lineSeparator());
        assertThat(samples).extracting(sample -> sample.check().value()).containsOnly("rare");
        assertThat(folder).isDirectoryContaining("glob:**before.jsonl").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void writesToStandardOutputAndNamesChecksWithoutAValue() throws IOException {
        FakeCommandServices services = new FakeCommandServices()
                .every(Duration.ofMillis(100))
                .with("empty", "< 1", new Outcome.NoData("no series"));

        Run run = run(services, "baseline", "bookreader", "--for", "5s", "--to", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).endsWith("no value in 5s: empty; \"probation probe\" says why\n");
        assertThat(samples(run.out()))
                .extracting(sample -> sample.check().value())
                .contains("rare", "empty");
    }

    @Test
    void whatCannotBeMeasuredOrWrittenIsWrongUsage() {
        FakeCommandServices services = new FakeCommandServices().every(Duration.ofSeconds(5));

        Run unknown = run(services, "baseline", "bookreeder", "--for", "1m", "--to", "-");
        Run tooShort = run(services, "baseline", "bookreader", "--for", "2s", "--to", "-");
        Run unwritable = run(
                services,
                "baseline",
                "bookreader",
                "--for",
                "1m",
                "--to",
                folder.resolve("no/such").toString());

        assertThat(unknown).extracting(Run::exitCode).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean \"bookreader\"?");
        assertThat(tooShort.exitCode()).isEqualTo(2);
        assertThat(tooShort.err())
                .isEqualTo("probation: check rare runs every 5s, so it may have no sample in 2s; give --for 5s"
                        + " or more\n");
        assertThat(unwritable.exitCode()).isEqualTo(2);
        assertThat(unwritable.err()).contains("expected a file that can be written in a folder that exists");
        assertThat(run(services, "baseline", "bookreader", "--for", "1m", "--to", folder.toString()))
                .as("before anything is measured")
                .isEqualTo(new Run(
                        2,
                        "",
                        "probation: expected a file that can be written, but found the folder " + folder + '\n'));
    }
}
