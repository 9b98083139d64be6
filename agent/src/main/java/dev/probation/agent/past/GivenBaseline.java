package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.text.Nearest;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samples from before a deployment that whoever announces it gives: a recording, as JSON Lines or CSV. */
public final class GivenBaseline {

    /** Some 10,000 samples. */
    public static final int MOST_CHARACTERS = 1 << 20;

    private GivenBaseline() {}

    /**
     * Reads it.
     *
     * @param name for messages
     * @throws IllegalArgumentException where it is of another service
     * @throws dev.probation.rules.sample.RecordingException where it is no recording
     */
    public static List<Sample> read(String name, String text, String service) {
        try (RecordingReader reader = new RecordingReader(name, new StringReader(text))) {
            Optional<String> other =
                    reader.deployment().map(RecordedDeployment::service).filter(recorded -> !recorded.equals(service));
            if (other.isPresent()) {
                throw new IllegalArgumentException(name + ": expected samples of " + service
                        + ", but found a recording of " + other.orElseThrow());
            }
            List<Sample> samples = new ArrayList<>();
            reader.forEachRemaining(samples::add);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why samples are no baseline of a deployment; empty where they are one. */
    public static Optional<String> problem(List<Sample> samples, ServiceConfig service, Instant deployedAt) {
        List<String> known = service.checks().stream()
                .map(CheckConfig::rule)
                .map(rule -> rule.id().value())
                .toList();
        for (Sample sample : samples) {
            String check = sample.check().value();
            if (!known.contains(check)) {
                return Optional.of(
                        "baseline: " + service.name() + " has no check \"" + check + '"' + Nearest.hint(check, known));
            }
            if (!sample.at().isBefore(deployedAt)) {
                return Optional.of("baseline: expected samples from before the deployment at " + deployedAt
                        + ", but found one of " + check + " at " + sample.at());
            }
        }
        return Optional.empty();
    }
}
