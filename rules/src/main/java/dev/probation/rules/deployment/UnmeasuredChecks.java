package dev.probation.rules.deployment;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices checks that could decide a rollback and measure nothing, though the agent is not blind: what a release does to them,
 * nobody would see.
 */
final class UnmeasuredChecks {

    private final Checklist checklist;
    private final Map<CheckId, Unanswered> unanswered = new LinkedHashMap<>();

    /** @param known of which checks that are not looked at any more are left out */
    UnmeasuredChecks(Checklist checklist, Map<CheckId, Unanswered> known) {
        this.checklist = checklist;
        for (Check check : checklist.checks()) {
            if (isLookedAt(check) && known.containsKey(check.id())) {
                unanswered.put(check.id(), known.get(check.id()));
            }
        }
    }

    private boolean isLookedAt(Check check) {
        return checklist.unmeasuredAfter().isPresent() && checklist.decides() && check.mayRollBack();
    }

    /**
     * One more sample was judged.
     *
     * @param isMeasured whether it tells how the release is
     * @param every the interval at which the check is asked
     * @param blind whether no check is answered
     */
    Optional<Event> judged(TrackedCheck tracked, Sample sample, boolean isMeasured, Duration every, boolean blind) {
        Check check = tracked.check();
        boolean isUsual = isMeasured && unanswered.isEmpty();
        if (isUsual || !isLookedAt(check)) {
            return Optional.empty();
        }
        Unanswered before = unanswered.get(check.id());
        if (isMeasured) {
            return before == null
                    ? Optional.empty()
                    : ended(check.id(), sample.at(), true, () -> answered(tracked, sample.outcome()));
        }
        Duration after = checklist.unmeasuredAfter().orElseThrow();
        Unanswered now = before == null
                ? Unanswered.begin(sample.at(), blind)
                : before.and(sample.at(), blind, patience(every, after));
        boolean isNews = !blind && now.told().isEmpty() && now.hasLasted(after);
        Unanswered kept = isNews ? now.telling(reason(now, sample.outcome())) : now;
        unanswered.put(check.id(), kept);
        return isNews ? kept.told().map(reason -> unmeasured(sample, reason)) : Optional.empty();
    }

    /** No data that count as a measurement are no value that could be told. */
    private static String answered(TrackedCheck tracked, Outcome outcome) {
        return outcome instanceof Outcome.NoData nothing
                ? tracked.check().title() + " is answered again: "
                        + (nothing.detail().isEmpty() ? "no data" : nothing.detail())
                : tracked.explanation();
    }

    private static Duration patience(Duration every, Duration after) {
        Duration missed = every.multipliedBy(3);
        return after.compareTo(missed) > 0 ? after : missed;
    }

    private static Event unmeasured(Sample sample, String reason) {
        CheckState state = sample.outcome() instanceof Outcome.Failed ? CheckState.ERROR : CheckState.NO_DATA;
        return new Event.Unmeasured(sample.at(), sample.check(), state, reason);
    }

    private static String reason(Unanswered unanswered, Outcome newest) {
        String detail = detail(newest);
        return "nothing has been measured since " + unanswered.first().truncatedTo(ChronoUnit.SECONDS)
                + ", so this check cannot decide a rollback"
                + (detail.isEmpty() ? "" : "; the last: " + detail);
    }

    private static String detail(Outcome outcome) {
        if (outcome instanceof Outcome.Measured uncounted) {
            return uncounted.detail();
        }
        return outcome instanceof Outcome.NoData nothing ? nothing.detail() : ((Outcome.Failed) outcome).detail();
    }

    /** Another window began, which may not ask them all. */
    List<Event> windowBegan(String window, Instant at) {
        List<Event> events = new ArrayList<>();
        for (Check check : checklist.checks()) {
            if (!check.isAskedIn(window)) {
                ended(check.id(), at, false, () -> "window " + window + " does not ask it")
                        .ifPresent(events::add);
            }
        }
        return events;
    }

    private Optional<Event> ended(CheckId check, Instant at, boolean answered, Supplier<String> reason) {
        Unanswered over = unanswered.remove(check);
        return over == null
                ? Optional.empty()
                : over.told().map(told -> new Event.UnmeasuredEnded(at, check, answered, reason.get()));
    }

    /** What people were told, by check. */
    Map<CheckId, String> told() {
        Map<CheckId, String> told = new LinkedHashMap<>();
        unanswered.forEach((check, found) -> found.told().ifPresent(reason -> told.put(check, reason)));
        return told;
    }

    Map<CheckId, Unanswered> snapshot() {
        return Map.copyOf(unanswered);
    }
}
