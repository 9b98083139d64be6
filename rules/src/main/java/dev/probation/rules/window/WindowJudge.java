package dev.probation.rules.window;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckMachine;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.ShareText;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expectation.Operator;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Holds what a window counted against what it asks. Pure. */
public final class WindowJudge {

    /** Fewer good and bad samples than this never carry a verdict. */
    public static final int LEAST_SAMPLES = 3;

    private final WindowSpec spec;
    private final Instant from;

    /**
     * @param from when the window begins for this deployment
     */
    public WindowJudge(WindowSpec spec, Instant from) {
        this.spec = spec;
        this.from = from;
    }

    /** How many samples the check should have given by {@code to}, warm-up left out. */
    long expected(Check check, Instant to) {
        Duration judged = Duration.between(from.plus(spec.settle()), to);
        return judged.isNegative() ? 0 : judged.dividedBy(spec.intervalOf(check.every()));
    }

    /** The verdict on a check at the window's end. */
    public CheckVerdict ended(CheckMachine machine, CheckProgress progress, Tally tally, Instant to) {
        Check check = machine.check();
        Duration failing = tally.failingUntil(to);
        if (!isCovered(check, tally, to)) {
            return verdict(check, progress, tally, to, Verdict.INCONCLUSIVE, uncovered(check, tally, to));
        }
        if (progress.isInherited()) {
            // what was so before tells nothing of the release
            String reason = progress.state().label() + ": " + machine.explain(progress);
            return verdict(check, progress, tally, to, Verdict.INCONCLUSIVE, reason);
        }
        if (progress.state() == CheckState.FAILING) {
            return verdict(check, progress, tally, to, Verdict.FAIL, "failing: " + machine.explain(progress));
        }
        Duration budget = budget(to);
        if (failing.compareTo(budget) > 0) {
            return verdict(check, progress, tally, to, Verdict.FAIL, overBudget(check, failing, budget));
        }
        if (check.judgesSamples()
                && isBeyond(spec.budget() + check.tolerate(), tally)
                && tally.ownBad() >= LEAST_SAMPLES) {
            return verdict(check, progress, tally, to, Verdict.FAIL, beyondTolerance(check, tally));
        }
        if (!failing.isZero()) {
            return verdict(check, progress, tally, to, Verdict.WARN, withinBudget(check, failing, budget));
        }
        if (check.judgesSamples() && isBeyond(spec.budget(), tally)) {
            return verdict(check, progress, tally, to, Verdict.WARN, bad(check, tally));
        }
        Optional<String> undetermined = machine.undetermined(progress);
        if (undetermined.isPresent()) {
            return verdict(check, progress, tally, to, Verdict.INCONCLUSIVE, undetermined.orElseThrow());
        }
        if (machine.isUnclear(progress)) {
            return verdict(check, progress, tally, to, Verdict.WARN, machine.explain(progress));
        }
        Optional<ShareFinding> share = share(machine, progress, tally);
        if (share.filter(found -> !found.isKept()).isPresent()) {
            ShareFinding found = share.orElseThrow();
            Optional<String> everyDay = machine.excuse(from.plus(spec.settle()), to, tally.counted());
            // what was so before tells nothing of the release
            boolean before = progress.inherited().isPresent() || everyDay.isPresent();
            String reason = check.title() + ": " + found.sentence()
                    + everyDay.map(excuse -> "; pre-existing: " + excuse).orElse("");
            return verdict(check, progress, tally, to, before ? Verdict.INCONCLUSIVE : found.verdict(), reason);
        }
        if (tally.soft() > 0) {
            return verdict(check, progress, tally, to, Verdict.WARN, warned(check, tally));
        }
        String kept = share.map(found -> check.title() + ": " + found.sentence())
                .orElseGet(() -> check.series().isPresent() ? machine.explain(progress) : kept(check, tally));
        return verdict(check, progress, tally, to, Verdict.PASS, kept);
    }

    private Optional<ShareFinding> share(CheckMachine machine, CheckProgress progress, Tally tally) {
        return machine.test()
                .filter(test -> tally.counted().total() > 0)
                .map(test -> new ShareFinding(
                        test,
                        tally.counted(),
                        progress.evidence().map(RatioEvidence::clump).orElse(1.0),
                        progress.bursts().since(test, test.time(from.plus(spec.settle())), tally.before())));
    }

    /** The verdict on a check in a window that was cut short, which may have failed by then but has not passed. */
    public CheckVerdict cut(CheckMachine machine, CheckProgress progress, Tally tally, Instant to) {
        CheckVerdict partial = ended(machine, progress, tally, to);
        if (partial.verdict() == Verdict.FAIL) {
            return partial;
        }
        String reason = "cut short after " + Durations.write(Duration.between(from, to)) + " of "
                + Durations.write(spec.until().minus(spec.from())) + ": " + partial.reason();
        return partial.with(Verdict.INCONCLUSIVE, reason);
    }

    /** How a check stands while the window runs. */
    public CheckVerdict running(CheckMachine machine, CheckProgress progress, Tally tally, Instant now) {
        return verdict(machine.check(), progress, tally, now, Verdict.RUNNING, machine.explain(progress));
    }

    private Duration budget(Instant to) {
        return Duration.ofMillis(
                Math.round(spec.budget() * Duration.between(from, to).toMillis()));
    }

    private CheckVerdict verdict(
            Check check, CheckProgress progress, Tally tally, Instant to, Verdict verdict, String reason) {
        return new CheckVerdict(
                check.id(),
                check.title(),
                verdict,
                progress.state(),
                coverage(check, tally, to),
                tally.evidence(),
                tally.bad(),
                tally.failingUntil(to),
                reason);
    }

    private double coverage(Check check, Tally tally, Instant to) {
        long expected = expected(check, to);
        return expected == 0 ? 0 : Math.min(1, (double) tally.covered() / expected);
    }

    /** One sample may always be missing, since none comes to the instant and a window ends between two. */
    private boolean isCovered(Check check, Tally tally, Instant to) {
        long expected = expected(check, to);
        boolean nearlyAll = expected > 0 && tally.covered() >= expected - 1;
        boolean some = tally.evidence() >= LEAST_SAMPLES || tally.counted().total() > 0;
        return some
                && tally.covered() >= LEAST_SAMPLES
                && (nearlyAll || coverage(check, tally, to) >= check.minCoverage());
    }

    private String uncovered(Check check, Tally tally, Instant to) {
        if (tally.evidence() == 0 && tally.covered() > 0) {
            return check.title() + " was asked, and there was nothing to judge in this window; the last: "
                    + tally.lastUnmeasured();
        }
        String unmeasured = tally.noData() + tally.errors() == 0
                ? ""
                : "; " + tally.errors() + " errors and " + tally.noData() + " without data"
                        + (tally.lastUnmeasured().isEmpty() ? "" : ", the last: " + tally.lastUnmeasured());
        if (expected(check, to) < LEAST_SAMPLES) {
            return check.title() + " has " + tally.covered() + (tally.covered() == 1 ? " sample" : " samples")
                    + ", at least " + LEAST_SAMPLES + " are needed" + unmeasured;
        }
        return String.format(
                Locale.ROOT,
                "%s has %d of %d expected samples, at least %.0f %% and %d are needed%s",
                check.title(),
                Math.min(tally.covered(), expected(check, to)),
                expected(check, to),
                check.minCoverage() * 100,
                LEAST_SAMPLES,
                unmeasured);
    }

    private static String overBudget(Check check, Duration failing, Duration budget) {
        return check.title() + " was failing for " + Durations.write(failing) + ", more than the budget of "
                + Durations.write(budget);
    }

    private static String withinBudget(Check check, Duration failing, Duration budget) {
        return check.title() + " was failing for " + Durations.write(failing) + ", within the budget of "
                + Durations.write(budget);
    }

    /** Whether more than that share of the samples at the window's interval was bad; any bad one is more than none. */
    private static boolean isBeyond(double share, Tally tally) {
        return share == 0
                ? tally.ownBad() > 0
                : tally.regular().bad() > share * tally.regular().total();
    }

    private String beyondTolerance(Check check, Tally tally) {
        return bad(check, tally) + ", and than the " + percent(check.tolerate()) + " tolerated above it";
    }

    private String bad(Check check, Tally tally) {
        Counts all = new Counts(tally.ownBad(), tally.evidence());
        boolean others = tally.regular().bad() > 0 && tally.regular().total() < all.total();
        Counts samples = others ? tally.regular() : all;
        return String.format(
                Locale.ROOT,
                "%s: %s samples%s bad (%s), more than the budget of %s",
                check.title(),
                ShareText.counts(samples.bad(), samples.total()),
                others ? " at the window's interval" : "",
                percent((double) samples.bad() / samples.total()),
                percent(spec.budget()));
    }

    private static String percent(double share) {
        return Quantity.natural(share, Dimension.RATIO);
    }

    private static String warned(Check check, Tally tally) {
        Expectation softer = check.warn().orElseThrow();
        return check.title() + ' ' + extreme(softer, tally) + ", warning limit " + softer + " ("
                + ShareText.counts(tally.soft(), tally.evidence()) + " samples)";
    }

    private static String kept(Check check, Tally tally) {
        String samples = ShareText.counts(tally.good(), tally.evidence()) + " samples good";
        if (check.expect().isEmpty()) {
            return check.title() + ": " + samples;
        }
        Expectation expectation = check.expect().orElseThrow();
        return Double.isNaN(tally.max())
                ? check.title() + ": nothing was measured in " + ShareText.count(tally.good())
                        + " samples, which \"no-data\" or \"on-error\" counts as good; the last: "
                        + tally.lastUnmeasured()
                : check.title() + ' ' + extreme(expectation, tally) + ", expected " + expectation + " (" + samples
                        + ')';
    }

    private static String extreme(Expectation expectation, Tally tally) {
        Operator operator = expectation.operator();
        if (operator == Operator.LESS || operator == Operator.AT_MOST) {
            return "at most " + expectation.write(tally.max());
        }
        if (operator == Operator.GREATER || operator == Operator.AT_LEAST) {
            return "at least " + expectation.write(tally.min());
        }
        return tally.min() == tally.max()
                ? expectation.write(tally.min())
                : "from " + expectation.write(tally.min()) + " to " + expectation.write(tally.max());
    }
}
