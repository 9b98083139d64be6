package dev.probation.agent.cli.replay;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The samples of a recording, of which the first of a check at an instant counts; an agent measures none twice at once. */
public final class DistinctSamples implements Iterator<Sample> {

    /** So many checks are known to have been sampled at one instant. */
    private static final int MOST_AT_ONCE = 10_000;

    /**
     * Samples that were left out.
     *
     * @param count how many
     * @param line of the first of them
     */
    public record Repeated(long count, long line) {}

    private final RecordingReader recording;
    private final Set<CheckId> sampled = new HashSet<>();
    private Instant sampledAt = Instant.MIN;
    private @Nullable Repeated repeated;
    private @Nullable Sample next;

    DistinctSamples(RecordingReader recording) {
        this.recording = recording;
    }

    @Override
    public boolean hasNext() {
        while (next == null && recording.hasNext()) {
            Sample sample = recording.next();
            if (isRepeated(sample)) {
                repeated = repeated == null
                        ? new Repeated(1, recording.line())
                        : new Repeated(repeated.count() + 1, repeated.line());
            } else {
                next = sample;
            }
        }
        return next != null;
    }

    private boolean isRepeated(Sample sample) {
        if (!sample.at().equals(sampledAt)) {
            sampled.clear();
            sampledAt = sample.at();
        }
        return sampled.size() < MOST_AT_ONCE ? !sampled.add(sample.check()) : sampled.contains(sample.check());
    }

    @Override
    public Sample next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the recording has ended");
        }
        Sample sample = Objects.requireNonNull(next);
        next = null;
        return sample;
    }

    /** Those that were left out so far; empty where none was. */
    Optional<Repeated> repeated() {
        return Optional.ofNullable(repeated);
    }
}
