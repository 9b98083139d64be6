package dev.probation.agent.watch;

import dev.probation.agent.config.VersionSource;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.VersionName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the version that was announced is the one that is read. A rollout takes its time, so that for a while another may be
 * read, or none. While one after another changes, both are: the version runs once it was read. Confined to the watch's event loop.
 */
final class AnnouncedVersion {

    /** What is to be written down and told: that the version was read, or what is wrong with it. */
    record Finding(Instant at, Optional<String> problem, boolean isTold) {}

    private final Deployment deployment;
    private final Duration grace;
    private final Instant from;
    private boolean isRead;
    private boolean isOtherProblem;
    private @Nullable String problem;
    private @Nullable String other;
    private @Nullable String cause;
    private @Nullable Instant unreadableSince;
    /** What was read or not before the agent stood still says nothing of the time since. */
    private Instant lookedAt;

    /**
     * @param journal what happened to the deployment so far
     * @param now from when on its version is read, or is read again
     */
    AnnouncedVersion(Deployment deployment, @Nullable VersionSource source, List<JournalEntry> journal, Instant now) {
        this.deployment = deployment;
        this.grace = source == null ? Duration.ZERO : source.grace();
        this.from = now;
        this.lookedAt = now;
        this.isRead = JournalEntries.isVersionRead(journal);
        this.problem = JournalEntries.versionProblem(journal).orElse(null);
    }

    /** What people were told is wrong; empty where nothing is. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Why the release cannot be told to be good: what was measured may all be of another. */
    Optional<String> holds() {
        return problem().filter(told -> !isRead);
    }

    /** A version was read. */
    Optional<Finding> sees(String version, Instant now) {
        lookedAt = now;
        unreadableSince = null;
        if (!VersionName.areSame(version, deployment.version())) {
            other = version;
            return Optional.empty();
        }
        boolean isNews = !isRead || problem != null;
        boolean isTold = problem != null;
        isRead = true;
        problem = null;
        return isNews ? Optional.of(new Finding(now, Optional.empty(), isTold)) : Optional.empty();
    }

    /** None can be read, though it could before. */
    void seesNone(String why, Instant now) {
        lookedAt = now;
        cause = why;
        unreadableSince = unreadableSince == null ? now : unreadableSince;
    }

    /** Whether replicas may still be changing, so that the version before it is read as well. */
    boolean isRollingOut(Instant now) {
        return !hasPassed(from, now);
    }

    /** What is wrong by now, once. */
    Optional<Finding> look(Instant now) {
        if (unreadableSince != null) {
            return problem == null && hasPassed(unreadableSince, lookedAt)
                    ? Optional.of(found(unreadable(unreadableSince), now))
                    : Optional.empty();
        }
        boolean differs = !isRead && other != null && hasPassed(from, lookedAt);
        return differs && (problem == null || isOtherProblem) ? Optional.of(found(different(), now)) : Optional.empty();
    }

    private boolean hasPassed(Instant since, Instant now) {
        return !now.isBefore(since.plus(grace));
    }

    private Finding found(String what, Instant now) {
        boolean isTold = problem == null;
        isOtherProblem = unreadableSince != null;
        problem = what;
        return new Finding(now, Optional.of(what), isTold);
    }

    private String different() {
        return deployment.version() + " was announced at " + deployment.announcedAt() + ", but the service reports "
                + other;
    }

    private String unreadable(Instant since) {
        return "the service has reported no version since " + since + " (" + cause + "), though it did before";
    }
}
