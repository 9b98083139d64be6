package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.util.Optional;

/** Follows a check's bad samples in a row, and those beyond its sharper limit. */
final class Streaks {

    private final Check check;
    private final Sustain sustain;
    private final Baseline baseline;

    Streaks(Check check, Baseline baseline) {
        this.check = check;
        this.baseline = baseline;
        this.sustain = check.series()
                .map(rule -> rule.sustain(check.sustain(), baseline))
                .orElse(check.sustain());
    }

    Sustain sustain() {
        return sustain;
    }

    /** A silence of this length is longer than a few missed samples, and longer than what is asked to be proven. */
    private static Duration patience(Duration every, Duration lasting) {
        Duration missed = every.multipliedBy(3);
        return lasting.compareTo(missed) > 0 ? lasting : missed;
    }

    Optional<Streak> next(Optional<Streak> before, Sample sample, Quality quality, Duration every) {
        return switch (quality) {
            case GOOD, SOFT -> Optional.empty();
            case NO_DATA, ERROR -> before.map(Streak::neither);
            case UNDETERMINED -> before;
            case BAD -> Optional.of(bad(before, sample, every));
        };
    }

    private Streak bad(Optional<Streak> before, Sample sample, Duration every) {
        Duration asked = check.series()
                .map(rule -> rule.betweenLooks(baseline))
                .filter(looks -> looks.compareTo(every) > 0)
                .orElse(every);
        Duration patience = patience(asked, sustain.lasting().orElse(Duration.ZERO));
        boolean answer = sample.outcome().isAnswer();
        return before.map(running -> running.bad(sample.at(), answer, patience))
                .orElseGet(() -> Streak.begin(sample.at(), answer));
    }

    /** What is unmeasured may be held against a check, but it proves nothing against the release. */
    Quality proof(Quality quality, Outcome outcome) {
        if (quality != Quality.BAD || outcome instanceof Outcome.Measured) {
            return quality;
        }
        return outcome instanceof Outcome.Failed && check.reachability() ? Quality.BAD : Quality.ERROR;
    }

    static int goodInRow(int before, Quality quality) {
        return switch (quality) {
            case GOOD, SOFT -> before == Integer.MAX_VALUE ? before : before + 1;
            case NO_DATA, ERROR, UNDETERMINED -> before;
            case BAD -> 0;
        };
    }

    Optional<Streak> sharp(Optional<Streak> before, Sample sample, Duration every) {
        if (check.rollbackWhen().isEmpty()) {
            return Optional.empty();
        }
        if (!(sample.outcome() instanceof Outcome.Measured measured)) {
            return before.map(Streak::neither);
        }
        SharperLimit limit = check.rollbackWhen().orElseThrow();
        if (!limit.breach().holds(measured.value())) {
            return Optional.empty();
        }
        Duration silence = patience(every, limit.lasting());
        return Optional.of(before.map(running -> running.bad(sample.at(), true, silence))
                .orElseGet(() -> Streak.begin(sample.at(), true)));
    }
}
