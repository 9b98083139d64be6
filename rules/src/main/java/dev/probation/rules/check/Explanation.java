package dev.probation.rules.check;

import dev.probation.rules.check.series.SeriesProgress;
import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.evidence.proportion.AnswerRule;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a check's state into one sentence with the numbers in it. */
final class Explanation {

    private final Check check;

    Explanation(Check check) {
        this.check = check;
    }

    /** @param test of the share of bad answers; null where they are no events */
    String of(CheckProgress progress, Sample sample, @Nullable AnswerRule test) {
        if (test != null && progress.answers().reached().isPresent()) {
            return of(sample, progress.answers(), test);
        }
        if (progress.row().isPresent()) {
            return of(progress, sample, progress.row().orElseThrow());
        }
        CheckState state = progress.state();
        Streak streak = progress.streak().orElse(null);
        if (streak == null && state == CheckState.FAILING) {
            return check.title() + ' ' + observed(sample.outcome()) + ", not yet recovered";
        }
        String held = held(state, sample.outcome());
        return streak == null ? held : held + lasting(streak, isUnmeasured(sample.outcome()) ? "; bad for " : ", for ");
    }

    /** Where too many answers are bad, though not in a row. */
    private String of(Sample sample, AnswerEvidence evidence, AnswerRule test) {
        AnswerEvidence.Stretch stretch = evidence.open().orElseThrow();
        String held = held(CheckState.FAILING, sample.outcome()) + "; "
                + ShareText.counts(stretch.bad(), stretch.answers()) + " answers bad in "
                + Durations.write(Duration.between(stretch.first(), stretch.last())) + ", "
                + ShareText.percent(test.limit()) + " tolerated";
        return stretch.goodInRow() > 0 ? held + "; not yet recovered" : held + odds(evidence.logE(test), test.alpha());
    }

    /** Empty where it is no longer enough, as of a failure that goes on with a smaller share. */
    private static String odds(double logE, double alpha) {
        return logE < -Math.log(alpha)
                ? ""
                : "; evidence " + ShareText.odds(logE) + " : 1 (threshold " + ShareText.odds(-Math.log(alpha))
                        + " : 1)";
    }

    /** Where good samples may lie between the bad ones. */
    private String of(CheckProgress progress, Sample sample, NewestSamples row) {
        String held = held(progress.state(), sample.outcome());
        if (row.newest().size() == 1) {
            return held;
        }
        boolean recovering = progress.state() == CheckState.FAILING && progress.goodInRow() > 0;
        return held + (isUnmeasured(sample.outcome()) ? "; " : ", ")
                + ShareText.counts(row.bad(), row.newest().size()) + " newest samples bad"
                + (recovering ? ", not yet recovered" : "");
    }

    /** Empty of a first bad sample, which has lasted for no time yet. */
    private static String lasting(Streak streak, String words) {
        return streak.samples() == 1
                ? ""
                : words + Durations.write(streak.lasted()) + " (" + ShareText.counts(streak.bad(), streak.samples())
                        + " samples)";
    }

    /** Of a check whose values are judged as a series. */
    String series(CheckProgress progress, SeriesProgress series) {
        Sample newest = progress.last().orElseThrow();
        String observed = check.title() + ' ' + observed(newest.outcome());
        if (!(newest.outcome() instanceof Outcome.Measured)) {
            return observed;
        }
        String looked = series.newest().map(look -> ": " + look.reason()).orElse(", not evaluated yet");
        String lasting = progress.streak()
                .filter(bad -> bad.bad() > 1)
                .map(bad -> ", for " + Durations.write(bad.lasted()) + " (" + bad.bad() + " evaluations in a row)")
                .orElse("");
        return observed + ", expected " + check.series().orElseThrow() + looked + lasting;
    }

    String sharp(Streak beyond, SharperLimit limit, Sample sample) {
        return check.title() + ' ' + observed(sample.outcome()) + ", beyond the limit " + limit.breach()
                + lasting(beyond, ", for ");
    }

    /** Of a check whose state rests on what was counted. */
    String counted(CheckProgress progress, RatioEvidence evidence, RatioRule test) {
        Sample newest = progress.last().orElseThrow();
        String observed = held(progress.state(), newest.outcome());
        String counted = observed + (isUnmeasured(newest.outcome()) ? "; " : ": ");
        return switch (progress.state()) {
            case FAILING ->
                counted
                        + (evidence.isReached()
                                ? proof(evidence, test)
                                : stretch(evidence, test) + ", not yet recovered");
            case BREACHING ->
                counted + stretch(evidence, test) + ", which decides nothing until it lasts longer than "
                        + Durations.write(test.lasting());
            case OK, WARN ->
                isBeyond(newest.outcome()) ? counted + stretch(evidence, test) + ", which may be chance" : observed;
            case WAITING, NO_DATA, ERROR -> observed;
        };
    }

    private boolean isBeyond(Outcome outcome) {
        return outcome instanceof Outcome.Measured measured
                && check.expect()
                        .filter(limit -> !limit.holds(measured.value()))
                        .isPresent();
    }

    String sharp(CheckProgress progress, RatioEvidence evidence, RatioRule test) {
        Sample newest = progress.last().orElseThrow();
        return check.title() + ' ' + observed(newest.outcome()) + ", beyond the limit "
                + check.rollbackWhen().orElseThrow().breach() + ": " + proof(evidence, test);
    }

    private static String proof(RatioEvidence evidence, RatioRule test) {
        if (evidence.isPattern()) {
            return stretch(evidence, test) + "; more than " + test.forgiven() + " bursts in 24h: "
                    + BurstText.of(evidence.bursts(test), test);
        }
        String odds = "; evidence " + ShareText.odds(evidence.decisiveLogE()) + " : 1 (threshold "
                + ShareText.odds(-Math.log(test.alpha())) + " : 1)";
        // what came before may be most of it
        String alone = evidence.isSuspicious(test)
                ? ""
                : ", together with what was counted before; the last " + lasted(evidence, test) + " alone: "
                        + ShareText.odds(evidence.stretchLogE()) + " : 1";
        return stretch(evidence, test) + odds + alone;
    }

    private static String stretch(RatioEvidence evidence, RatioRule test) {
        Counts counts = evidence.stretch();
        return ShareText.of(counts, test.limit()) + " in the last " + lasted(evidence, test) + ", "
                + ShareText.percent(test.limit()) + " allowed";
    }

    /** Samples do not come to the second, so that a little longer is no news. */
    private static String lasted(RatioEvidence evidence, RatioRule test) {
        Duration lasted = evidence.stretchLasted(test);
        boolean isLonger = lasted.minus(test.lasting()).compareTo(Durations.part(test.lasting(), 4)) > 0;
        return Durations.write(isLonger ? lasted.truncatedTo(ChronoUnit.SECONDS) : test.lasting());
    }

    /** What an outcome is by itself, without the evidence for it. */
    String value(Outcome outcome) {
        return outcome instanceof Outcome.Measured measured ? written(measured) : observed(outcome);
    }

    private String written(Outcome.Measured measured) {
        return check.write(measured.value())
                .or(() -> check.warn().map(softer -> softer.write(measured.value())))
                .orElseGet(() -> "answered");
    }

    /** With what is expected, unless it could not be measured. */
    private String held(CheckState state, Outcome outcome) {
        Optional<Expectation> limit = state == CheckState.WARN ? check.warn() : check.expect();
        String expected = isUnmeasured(outcome)
                ? ""
                : limit.map(expectation -> ", expected " + expectation).orElse("");
        return check.title() + ' ' + observed(outcome) + expected;
    }

    /** Where a target is to be reached, an error is the measurement. */
    private boolean isUnmeasured(Outcome outcome) {
        return outcome instanceof Outcome.Failed && !check.reachability();
    }

    private String observed(Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            String value = written(measured);
            return measured.detail().isEmpty() ? value : value + " (" + measured.detail() + ')';
        }
        if (outcome instanceof Outcome.NoData nothing) {
            return nothing.detail().isEmpty() ? "no data" : "no data: " + nothing.detail();
        }
        Outcome.Failed failure = (Outcome.Failed) outcome;
        String detail = failure.detail().isEmpty() ? failure.cause().label() : failure.detail();
        return isUnmeasured(outcome) ? "could not be measured: " + detail : detail;
    }
}
