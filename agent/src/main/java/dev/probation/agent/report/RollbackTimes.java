package dev.probation.agent.report;

import dev.probation.agent.store.Journal;
import dev.probation.agent.watch.DeploymentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When the steps of a rollback were reached.
 *
 * @param breached when the check that decided was last seen to leave good, empty where a person decided
 * @param signalled when the first receiver took the signal
 */
record RollbackTimes(
        Optional<Instant> breached,
        Instant decided,
        Optional<Instant> signalled,
        Optional<Instant> confirmed,
        Optional<Instant> recovered,
        Optional<Instant> givenUp) {

    static RollbackTimes of(DeploymentView.Rollback rollback, List<Journal> journal) {
        return new RollbackTimes(
                breached(rollback, journal),
                rollback.decidedAt(),
                first(journal, Journal.Kind.ROLLBACK_SIGNALLED),
                first(journal, Journal.Kind.ROLLBACK_CONFIRMED),
                first(journal, Journal.Kind.ROLLBACK_RECOVERED),
                first(journal, Journal.Kind.ROLLBACK_NOT_RECOVERED));
    }

    /** From the first bad sample to the decision. */
    Optional<Duration> toDetect() {
        return breached.map(at -> Duration.between(at, decided));
    }

    Optional<Duration> toSignal() {
        return signalled.map(at -> Duration.between(decided, at));
    }

    Optional<Duration> toRecover() {
        return recovered.map(at -> Duration.between(decided, at));
    }

    private static Optional<Instant> breached(DeploymentView.Rollback rollback, List<Journal> journal) {
        Optional<Instant> since = Optional.empty();
        for (Journal entry : journal) {
            if (entry.at().isAfter(rollback.decidedAt()) || !isOf(rollback.check(), entry)) {
                continue;
            }
            since = switch (Story.text(entry, "to")) {
                case "breaching", "failing" -> since.or(() -> Optional.of(entry.at()));
                case "ok", "warn" -> Optional.empty();
                default -> since;
            };
        }
        return since;
    }

    private static boolean isOf(String check, Journal entry) {
        return entry.kind() == Journal.Kind.TRANSITION && check.equals(Story.text(entry, "check"));
    }

    private static Optional<Instant> first(List<Journal> journal, Journal.Kind kind) {
        return journal.stream()
                .filter(entry -> entry.kind() == kind)
                .map(Journal::at)
                .findFirst();
    }
}
