package dev.probation.agent.rollback;

import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.VersionSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is read of the version that runs, as far as it tells whether a deployment's own is still there. */
final class RunningVersion {

    /** Replicas change one after another, and caches forget late: what is read within this time contradicts nobody. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final int READS = 3;

    private record Read(String version, Instant at) {}

    private final ServiceConfig service;
    private final String own;
    private final Optional<String> earlier;
    private Optional<Read> read = Optional.empty();

    /**
     * @param own the deployment's version
     * @param earlier the one that ran before it, where it is known
     */
    RunningVersion(ServiceConfig service, String own, Optional<String> earlier) {
        this.service = service;
        this.own = own;
        this.earlier = earlier;
    }

    /** Whether any is to be read at all. */
    boolean isRead() {
        return service.version().isPresent();
    }

    Optional<String> earlier() {
        return earlier;
    }

    void sees(String version, Instant at) {
        read = Optional.of(new Read(version, at));
    }

    /** The version read last, where the deployment goes by another name there. */
    Optional<String> alias() {
        return read.map(Read::version).filter(version -> !version.equals(own) && !earlier.equals(Optional.of(version)));
    }

    /**
     * Whether this is the version that is to go.
     *
     * @param running what was read when the rollback was decided, where that was another name
     */
    boolean isOwn(String version, Optional<String> running) {
        return version.equals(own) || running.equals(Optional.of(version));
    }

    /** The version that is to go, where it was read at {@code since} or after it. */
    Optional<String> stillThere(Optional<String> running, Instant since) {
        return read.filter(last -> !last.at().isBefore(since))
                .map(Read::version)
                .filter(version -> isOwn(version, running));
    }

    /** Whether what was read last is the version that is to go, and not too old to count. */
    boolean isThereNow(Optional<String> running, Instant now) {
        Duration every = service.version().map(VersionSource::every).orElse(Duration.ZERO);
        Duration old = every.multipliedBy(READS);
        return stillThere(running, now.minus(old.compareTo(GRACE) > 0 ? old : GRACE))
                .isPresent();
    }

    /** In words, since some time. */
    String told(Optional<String> running, Instant since) {
        return stillThere(running, since)
                .map(version -> "version " + version + " is still read")
                .orElse("no version that shows it was read");
    }
}
