package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.probe.prometheus.LabelHistory;
import dev.probation.agent.text.FileFault;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.LineLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A version that went live in the past. */
public record PastRelease(String version, Instant deployedAt) {

    /** A version that was not seen for so long is deployed again when it is back; a replica's restart is shorter. */
    private static final Duration GONE = Duration.ofMinutes(5);

    private static final String EXPECTED = "expected a file of lines such as \"1.4.2 2026-01-31T10:00:00Z\"";

    static final Comparator<PastRelease> ORDER = Comparator.comparing(PastRelease::deployedAt);

    /** Those of a file: {@code version deployedAt} a line; empty lines and comments after {@code #} are left out. */
    static List<PastRelease> read(Path file) {
        List<PastRelease> releases = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                releases.add(parse(line, file + ":" + (i + 1)));
            }
        }
        if (releases.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--deployments: " + EXPECTED + ", but " + file + " has none");
        }
        return releases;
    }

    private static List<String> lines(Path file) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader text = new BufferedReader(new LineLimit(Files.newBufferedReader(file)))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--deployments: " + EXPECTED + ", but " + file + " cannot be read (" + FileFault.why(e) + ')');
        }
    }

    private static PastRelease parse(String line, String place) {
        String[] words = line.split("\\s+", -1);
        try {
            if (words.length == 2) {
                return new PastRelease(words[0], Instant.parse(words[1]));
            }
        } catch (DateTimeParseException notAnInstant) {
            // reported below, with every other line that is none
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                place + ": expected a version and an instant, such as \"1.4.2 2026-01-31T10:00:00Z\", but found \""
                        + line + '"');
    }

    /** A version that was seen and does not count as a deployment. */
    record LeftOut(String version, Instant at, String why) {}

    /** What a metric shows. */
    record Found(List<PastRelease> releases, List<LeftOut> leftOut) {

        Found {
            releases = List.copyOf(releases);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Where a version is seen that was not seen before, or not for a while; what was live at first went live unseen. */
    static Found seen(List<LabelHistory.Seen> history) {
        List<PastRelease> releases = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        String alone = "";
        Map<String, Instant> last = new HashMap<>();
        String live = "";
        for (LabelHistory.Seen seen : history) {
            boolean first = last.isEmpty();
            for (String version : new TreeSet<>(seen.values())) {
                Instant before = last.put(version, seen.at());
                boolean fresh = before == null || before.plus(GONE).isBefore(seen.at());
                if (!first && fresh && !version.equals(live)) {
                    releases.add(new PastRelease(version, seen.at()));
                }
                if (first) {
                    leftOut.add(new LeftOut(version, seen.at(), "when it went live is not known"));
                }
                boolean isBack = !fresh && seen.values().size() == 1 && !version.equals(live) && !version.equals(alone);
                if (isBack) {
                    // that may also be an old replica while the new one starts again
                    leftOut.add(new LeftOut(
                            version, seen.at(), "it was seen less than " + Durations.write(GONE) + " before"));
                }
                live = first || fresh ? version : live;
            }
            alone = seen.values().size() == 1 ? seen.values().iterator().next() : "";
        }
        return new Found(releases, leftOut);
    }
}
