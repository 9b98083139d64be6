package dev.probation.rules.deployment;

import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Event.Withheld;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Sustain;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the release is to blame for a breach: not for one that was there before it, nor while something fails that is not its
 * own.
 */
final class AttributionPolicy {

    private final Collection<TrackedCheck> checks;

    AttributionPolicy(Collection<TrackedCheck> checks) {
        this.checks = checks;
    }

    /**
     * Why a breach decides no rollback; empty where nothing excuses it.
     *
     * @param sharp what is said of a breach of the sharper limit, where it is one
     */
    Optional<Withheld> excuse(TrackedCheck tracked, @Nullable String sharp, Instant at) {
        Optional<String> inherited = sharp != null
                ? tracked.machine().sharpExcuse(tracked.progress())
                : tracked.machine().excuse(tracked.progress());
        if (inherited.isPresent()) {
            return inherited.map(reason -> new Withheld(at, tracked.check().id(), Withheld.Cause.PRE_EXISTING, reason));
        }
        return dependency(tracked, at)
                .map(reason -> new Withheld(at, tracked.check().id(), Withheld.Cause.DEPENDENCY, reason));
    }

    private Optional<String> dependency(TrackedCheck tracked, Instant at) {
        return checks.stream()
                .filter(other -> other != tracked && other.check().onBreach() == OnBreach.WITHHOLD)
                .filter(other -> isDown(other, tracked, at))
                .findFirst()
                .map(other -> isBad(other) ? "meanwhile " + other.explanation() : goodTooShortly(other, at));
    }

    private static String goodTooShortly(TrackedCheck dependency, Instant at) {
        Duration good = Duration.between(dependency.progress().since().orElse(at), at);
        return "meanwhile " + dependency.explanation() + ", for " + Durations.write(good)
                + ", which is too short to rule it out as the cause";
    }

    /** Why a check that failed tells nothing of the release: it is of something else, or fails because of that. */
    Optional<String> foreign(TrackedCheck tracked) {
        if (tracked.check().onBreach() == OnBreach.WITHHOLD) {
            return Optional.of("this check is of a dependency");
        }
        return tracked.state() == CheckState.FAILING
                ? dependency(tracked, tracked.progress().last().orElseThrow().at())
                : Optional.empty();
    }

    /** Down, or up again for less time than the breach needs to show that it goes on without. */
    private static boolean isDown(TrackedCheck dependency, TrackedCheck breached, Instant at) {
        if (isBad(dependency)) {
            return true;
        }
        CheckState state = dependency.state();
        boolean isUp = state == CheckState.OK || state == CheckState.WARN;
        Instant shown = at.minus(needed(breached));
        return isUp && dependency.progress().since().orElse(at).isAfter(shown);
    }

    private static boolean isBad(TrackedCheck dependency) {
        return dependency.state() == CheckState.FAILING || dependency.state() == CheckState.BREACHING;
    }

    private static Duration needed(TrackedCheck breached) {
        Sustain sustain = breached.check().sustain();
        Duration every = breached.check().every();
        return sustain.lasting().orElse(every.multipliedBy(sustain.samples())).plus(every);
    }
}
