package dev.probation.rules.check;

import dev.probation.rules.check.NewestSamples.Judged;
import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.evidence.proportion.AnswerRule;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    Optional<Streak> next(@Nullable Streak before, Sample sample, Quality quality, Duration every) {
        return switch (quality) {
            case GOOD, SOFT -> Optional.empty();
            case NO_DATA, ERROR -> Optional.ofNullable(before).map(Streak::neither);
            case UNDETERMINED -> Optional.ofNullable(before);
            case BAD -> Optional.of(bad(before, sample, every));
        };
    }

    private Streak bad(@Nullable Streak before, Sample sample, Duration every) {
        return longer(before, sample.at(), sample.outcome().isAnswer(), patience(every));
    }

    private Duration patience(Duration every) {
        Duration asked = check.series()
                .map(rule -> rule.betweenLooks(baseline, every))
                .filter(looks -> looks.compareTo(every) > 0)
                .orElse(every);
        return patience(asked, sustain.lasting().orElse(Duration.ZERO));
    }

    /** The newest samples with one more, where good ones may lie between; what came before a silence counts no more. */
    Optional<NewestSamples> amongNewest(
            @Nullable NewestSamples before, Sample sample, Quality quality, Duration every) {
        if (!quality.isEvidence() || sustain.amongNewest().isEmpty()) {
            return Optional.ofNullable(before);
        }
        boolean bad = quality == Quality.BAD;
        boolean proof = proof(quality, sample.outcome()) == Quality.BAD;
        Judged judged = new Judged(sample.at(), bad, proof, sample.outcome().isAnswer());
        boolean known = before != null
                && Duration.between(before.last().at(), sample.at()).compareTo(patience(every)) <= 0;
        if (before != null && known) {
            return Optional.of(before.with(judged, sustain.amongNewest().orElseThrow()));
        }
        return bad ? Optional.of(NewestSamples.begin(judged)) : Optional.empty();
    }

    /** The answers with one more; what came before a silence counts no more. */
    AnswerEvidence answers(AnswerRule test, CheckProgress before, Sample sample, Quality quality, Duration every) {
        Quality proof = proof(quality, sample.outcome());
        if (!proof.isEvidence()) {
            return before.answers();
        }
        boolean silent = before.answers()
                .open()
                .filter(stretch -> Duration.between(stretch.last(), sample.at()).compareTo(patience(every)) > 0)
                .isPresent();
        AnswerEvidence known = silent ? before.answers().interrupted() : before.answers();
        return proof == Quality.BAD
                ? known.bad(test, sample.at(), sample.outcome().isAnswer())
                : known.good(test, sample.at());
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

    Optional<Streak> sharp(@Nullable Streak before, Sample sample, Duration every) {
        if (check.rollbackWhen().isEmpty()) {
            return Optional.empty();
        }
        if (!(sample.outcome() instanceof Outcome.Measured measured)) {
            return Optional.ofNullable(before).map(Streak::neither);
        }
        SharperLimit limit = check.rollbackWhen().orElseThrow();
        if (!limit.breach().holds(measured.value())) {
            return Optional.empty();
        }
        Duration silence = patience(every, limit.lasting());
        return Optional.of(longer(before, sample.at(), true, silence));
    }

    /** With one more bad sample, the first where there is no streak yet. */
    private static Streak longer(@Nullable Streak before, Instant at, boolean answer, Duration silence) {
        return before == null ? Streak.begin(at, answer) : before.bad(at, answer, silence);
    }
}
