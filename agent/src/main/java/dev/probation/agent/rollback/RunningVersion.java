package dev.probation.agent.rollback;

import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.rules.deployment.VersionName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of the version that runs, as far as it tells whether a deployment's own is still there. */
final class RunningVersion {

    /** Replicas change one after another, and caches forget late: what is read within this time contradicts nobody. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final int READS = 3;

    private record Read(String version, Instant at) {}

    private final ServiceConfig service;
    private final String own;
    private final @Nullable String earlier;
    private @Nullable Read read;
    private boolean isOwnRead;
    private int unreadInRow;
    private boolean wasUnreadable;

    /**
     * @param own the deployment's version
     * @param earlier the one that ran before it, where it is known
     * @param isOwnRead whether the deployment's version was read
     */
    RunningVersion(ServiceConfig service, String own, @Nullable String earlier, boolean isOwnRead) {
        this.service = service;
        this.own = own;
        this.earlier = earlier;
        this.isOwnRead = isOwnRead;
    }

    /** Whether any is to be read at all. */
    boolean isRead() {
        return service.version().isPresent();
    }

    Optional<String> earlier() {
        return Optional.ofNullable(earlier);
    }

    void sees(String version, Instant at) {
        read = new Read(version, at);
        isOwnRead |= VersionName.areSame(version, own);
        unreadInRow = 0;
    }

    /** No version can be read. */
    void seesNone() {
        unreadInRow++;
        wasUnreadable |= unreadInRow >= READS;
    }

    /**
     * Whether the earlier version is known to be gone: the deployment's own was read, by whatever name, or for a while none. One
     * that ran all along is not back.
     */
    boolean wasReplaced() {
        return isOwnRead || wasUnreadable || alias().isPresent();
    }

    /** The same for a rollback. */
    boolean wasReplaced(RollbackState rollback) {
        return rollback.replaced() || isOwnRead || wasUnreadable;
    }

    /** The version read last, where the deployment goes by another name there. */
    Optional<String> alias() {
        return Optional.ofNullable(read)
                .map(Read::version)
                .filter(version -> !VersionName.areSame(version, own))
                .filter(version -> earlier == null || !VersionName.areSame(version, earlier));
    }

    /** Whether this is the version that is to go, by its own name or by the one that was read when that was decided. */
    boolean isOwn(String version, RollbackState rollback) {
        return VersionName.areSame(version, own)
                || rollback.running()
                        .filter(running -> VersionName.areSame(version, running))
                        .isPresent();
    }

    /** The version that is to go, where it was read at {@code since} or after it. */
    Optional<String> stillThere(RollbackState rollback, Instant since) {
        return Optional.ofNullable(read)
                .filter(last -> !last.at().isBefore(since))
                .map(Read::version)
                .filter(version -> isOwn(version, rollback));
    }

    /** Whether what was read last is the version that is to go, and not too old to count. */
    boolean isThereNow(RollbackState rollback, Instant now) {
        Duration every = service.version().map(VersionSource::every).orElse(Duration.ZERO);
        Duration old = every.multipliedBy(READS);
        return stillThere(rollback, now.minus(old.compareTo(GRACE) > 0 ? old : GRACE))
                .isPresent();
    }

    /** In words, since some time. */
    String told(RollbackState rollback, Instant since) {
        return stillThere(rollback, since)
                .map(version -> "the service still reports version " + version)
                .or(() -> neverRead(rollback))
                .orElse("the service has reported no version since");
    }

    private Optional<String> neverRead(RollbackState rollback) {
        return Optional.ofNullable(read)
                .filter(last -> !wasReplaced(rollback))
                .map(last -> own + " was not read since it was announced, but " + last.version() + " all along");
    }
}
