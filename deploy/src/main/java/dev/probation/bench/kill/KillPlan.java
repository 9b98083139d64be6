package dev.probation.bench.kill;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What one round does, drawn by chance.
 *
 * @param after from the breach, the last bad answer, or the arrival, to the kill
 * @param atWrite whether the kill waits for the store's file to change
 * @param target which arrival fires the trigger
 * @param mended whether the trigger is armed only once the checks are mended
 * @param breaking what fails
 * @param straggler what fails while the agent is away, or before that by plan; empty mostly
 * @param early whether the checks are mended as soon as the decision is there, rather than when all was told
 */
record KillPlan(
        KillAim aim,
        Duration after,
        boolean atWrite,
        Target target,
        boolean mended,
        Set<String> breaking,
        Set<String> straggler,
        boolean early) {
    /** From the breach to shortly after the last message that tells it. */
    private static final int BREACH_TO_TOLD_MILLIS = 3800;
    /** From the bad answer that decides to shortly after the decision was sent. */
    private static final int STRAW_TO_SENT_MILLIS = 50;
    /** From the answer to shortly after it was recorded. */
    private static final int ANSWER_TO_RECORD_MICROS = 4000;

    /** From a check's breaking to its failure. */
    private static final int SLOWEST_TO_FAIL_MILLIS = 1000;

    /** The {@code nth} arrival at a receiver. */
    record Target(String channel, int nth) {}

    private static final List<Target> BREACH = List.of(
            new Target(ExpectedMessages.SIGNAL, 1),
            new Target(ExpectedMessages.SIGNAL, 1),
            new Target(ExpectedMessages.TEAM, 1),
            new Target(ExpectedMessages.TEAM, 2),
            new Target(ExpectedMessages.PAGER, 1),
            new Target(ExpectedMessages.PAGER, 2));
    private static final List<Target> FAILURE =
            List.of(new Target(ExpectedMessages.TEAM, 2), new Target(ExpectedMessages.PAGER, 2));
    private static final List<Target> MENDING = List.of(
            new Target(ExpectedMessages.TEAM, 1),
            new Target(ExpectedMessages.TEAM, 2),
            new Target(ExpectedMessages.PAGER, 1),
            new Target(ExpectedMessages.PAGER, 2));

    /**
     * Of one round.
     *
     * @param seed of all rounds
     * @param round from 1
     * @param file whether the store is a file
     */
    static KillPlan of(long seed, int round, boolean file) {
        // not Random, whose first numbers are all but the same where the seeds are neighbours, as those of rounds are
        RandomGenerator random = new SplittableRandom(seed * 1_000_003 + round);
        return of(KillAim.of(round), random, file);
    }

    private static KillPlan of(KillAim aim, RandomGenerator random, boolean file) {
        boolean mended = (aim == KillAim.RECEIVED || aim == KillAim.ANSWERED) && random.nextInt(4) == 0;
        boolean overtaken = aim == KillAim.OVERTAKEN;
        List<Target> targets = overtaken ? FAILURE : mended ? MENDING : BREACH;
        boolean single = random.nextInt(3) == 0;
        return new KillPlan(
                aim,
                after(aim, random),
                aim == KillAim.WRITE && file && random.nextBoolean(),
                targets.get(random.nextInt(targets.size())),
                mended,
                single || overtaken ? Set.of("a") : Set.of("a", "b"),
                random.nextInt(4) == 0 || overtaken ? Set.of("c") : Set.of(),
                !mended && random.nextInt(5) == 0);
    }

    private static Duration after(KillAim aim, RandomGenerator random) {
        return switch (aim) {
            case ANY -> Duration.ofMillis(random.nextInt(BREACH_TO_TOLD_MILLIS));
            case WRITE -> Duration.ofNanos(random.nextInt(STRAW_TO_SENT_MILLIS * 1_000_000));
            case ANSWERED -> Duration.ofNanos(1000L * random.nextInt(ANSWER_TO_RECORD_MICROS));
            case OVERTAKEN -> Duration.ofMillis(SLOWEST_TO_FAIL_MILLIS + random.nextInt(SLOWEST_TO_FAIL_MILLIS));
            case RECEIVED, COMMAND -> Duration.ZERO;
        };
    }
}
