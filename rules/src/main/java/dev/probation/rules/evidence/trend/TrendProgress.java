package dev.probation.rules.evidence.trend;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A series that is watched for a trend, and what the newest look at it found. Looks are taken when the first value past their hour
 * comes, which they do not see; between two looks nothing changes but for a restart, after which the looks begin anew. Immutable.
 */
public final class TrendProgress {

    private static final double SECONDS = 3600;
    /** How often a restart is sought, in seconds. */
    private static final double RESTARTS_EVERY = 1800;

    /** Restarts that are sought again lie a little elsewhere, in seconds. */
    private static final double SAME = 5400;

    private final TrendEnvelope envelope;
    private final double begin;
    private final int looks;
    private final @Nullable Trend newest;

    private TrendProgress(TrendEnvelope envelope, double begin, int looks, @Nullable Trend newest) {
        this.envelope = envelope;
        this.begin = begin;
        this.looks = looks;
        this.newest = newest;
    }

    /** Before the first value. */
    public static TrendProgress begin() {
        return new TrendProgress(new TrendEnvelope(), 0, 0, null);
    }

    /** The same again, to the last bit, that the snapshot was taken of. */
    public static TrendProgress of(TrendSnapshot snapshot) {
        return new TrendProgress(
                TrendEnvelope.of(snapshot),
                snapshot.begin(),
                snapshot.looks(),
                snapshot.newest().orElse(null));
    }

    /** All that it holds, to be stored. */
    public TrendSnapshot snapshot() {
        boolean isEmpty = Double.isNaN(envelope.from());
        return new TrendSnapshot(
                isEmpty ? 0 : envelope.from(),
                isEmpty ? 0 : envelope.to(),
                envelope.width(),
                begin,
                looks,
                envelope.stretches(),
                newest());
    }

    /**
     * With one more value; one that is not finite, or older than the first, changes nothing.
     *
     * @param reference the day before, the same each time
     * @param start when the version was deployed, the same each time
     */
    public TrendProgress next(TrendRule rule, TrendReference reference, Instant start, Instant at, double value) {
        double seconds = SECONDS * TrendReference.hours(start, at);
        if (!Double.isFinite(value) || seconds < envelope.from()) {
            return this;
        }
        TrendProgress looked = Double.isNaN(envelope.from())
                ? new TrendProgress(envelope, seconds, 0, null)
                : sought(seconds, reference).looked(rule, reference, seconds);
        TrendEnvelope more = envelope.copy();
        more.add(seconds, value);
        return new TrendProgress(more, looked.begin, looked.looks, looked.newest);
    }

    private TrendProgress sought(double seconds, TrendReference reference) {
        if (part(seconds) <= part(envelope.to())) {
            return this;
        }
        double restart = Trend.begin(envelope, reference);
        return Math.abs(restart - begin) < SAME ? this : new TrendProgress(envelope, restart, 0, null);
    }

    private double part(double seconds) {
        return Math.floor((seconds - envelope.from()) / RESTARTS_EVERY);
    }

    private TrendProgress looked(TrendRule rule, TrendReference reference, double seconds) {
        int due = Trend.due((seconds - begin) / SECONDS);
        return due <= looks
                ? this
                : new TrendProgress(envelope, begin, due, Trend.look(envelope, rule, reference, begin, due));
    }

    /** What the newest look found; empty before the first one after the start or a restart. */
    public Optional<Trend> newest() {
        return Optional.ofNullable(newest);
    }

    /** How long after the deployment what is looked at begins: at the first value, or at the newest restart. */
    Duration since() {
        return Duration.ofMillis(Math.round(1000 * begin));
    }
}
