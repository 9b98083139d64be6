package dev.probation.agent.cli.command;

import dev.probation.agent.past.GivenBaseline;
import dev.probation.agent.text.FileFault;
import dev.probation.rules.sample.RecordingException;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --baseline}: what was measured before the deployment. */
public final class BaselineFile {

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Samples of the service's checks from before the deployment, as \"probation baseline\""
                    + " records them: JSON Lines or CSV. What targets remember of these checks is not read.")
    private Optional<Path> file = Optional.empty();

    /** The file's text, which is a recording of the service; empty where no file is given. */
    public Optional<String> text(String service) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String text = read(file.orElseThrow());
        List<Sample> samples = samples(text, service);
        if (samples.isEmpty()) {
            throw refusal("expected samples, but found none");
        }
        return Optional.of(text);
    }

    public boolean isGiven() {
        return file.isPresent();
    }

    /** The file's samples; none where no file is given. */
    public List<Sample> samples(String service) {
        return text(service).map(text -> samples(text, service)).orElse(List.of());
    }

    private String read(Path path) {
        try {
            long size = Files.size(path);
            if (size > GivenBaseline.MOST_CHARACTERS) {
                throw refusal("expected at most " + GivenBaseline.MOST_CHARACTERS + " bytes, but found " + size
                        + "; leave out the oldest samples, or record for a shorter time");
            }
            return Files.readString(path);
        } catch (IOException e) {
            throw refusal("expected a recording that can be read, but found none (" + FileFault.why(e) + ')');
        }
    }

    private List<Sample> samples(String text, String service) {
        try {
            return GivenBaseline.read(String.valueOf(file.orElseThrow()), text, service);
        } catch (RecordingException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--baseline: " + e.getMessage());
        }
    }

    private CommandFailure refusal(String problem) {
        return new CommandFailure(ExitCode.USAGE, "--baseline: " + file.orElseThrow() + ": " + problem);
    }
}
