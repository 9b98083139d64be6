package dev.probation.bench.decision;

import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A kind of deployment of 72 hours that one check is to judge rightly.
 *
 * @param check as it is written in a configuration
 * @param wanted what is right
 * @param promised whether it is promised; otherwise it is only shown
 * @param known what is known from before the deployment
 * @param live when it was deployed
 * @param source draws one deployment of the kind
 */
record DecisionCase(
        String name,
        String check,
        Wanted wanted,
        boolean promised,
        Known known,
        Instant live,
        Function<SplittableRandom, Source> source) {

    /** Deployed on a Friday afternoon. */
    DecisionCase(
            String name,
            String check,
            Wanted wanted,
            boolean promised,
            Known known,
            Function<SplittableRandom, Source> source) {
        this(name, check, wanted, promised, known, LIVE, source);
    }

    enum Wanted {
        NO_ROLLBACK,
        ROLLBACK,
        /** It passes in no window. */
        NO_PASS
    }

    enum Known {
        NOTHING,
        HOUR,
        DAY,
        DAY_AND_WEEK
    }

    /** What a probe of one deployment gets. */
    @FunctionalInterface
    interface Source {

        /**
         * The answer at an instant.
         *
         * @param second since the deployment, or before it where below 0
         * @param seconds that have passed since the sample before
         */
        Outcome at(int second, int seconds);
    }

    /**
     * What the judge came to.
     *
     * @param passed how many of the windows passed
     * @param verdict of the deployment
     */
    record Ruling(Optional<Duration> decidedAfter, int passed, Verdict verdict) {}

    /** A Friday afternoon. */
    static final Instant LIVE = Instant.parse("2026-01-30T15:00:00Z");

    private static final CheckId CHECK = new CheckId("it");
    private static final int HOUR = DecisionStory.HOUR;
    /** From here on the windows ask no more often than they say. */
    private static final int STRETCHED = 4 * HOUR;

    private static final int WEEK = 7 * 24 * HOUR;

    static DayOfWeek day(int second) {
        return LIVE.plusSeconds(second).atOffset(ZoneOffset.UTC).getDayOfWeek();
    }

    Ruling run(Checklist checklist, SplittableRandom random) {
        Judge judge = new Judge(new Deployment("bench", "bookreader", "1", live, live, false), checklist);
        Source drawn = source.apply(random);
        boolean counts = checklist.checks().get(0).proportion().isPresent();
        if (known == Known.DAY_AND_WEEK) {
            remember(judge, live, drawn, -WEEK, DecisionStory.LENGTH - WEEK, 300);
        }
        if (known != Known.NOTHING) {
            remember(judge, live, drawn, known == Known.HOUR ? -HOUR : -25 * HOUR, 0, counts ? 300 : 60);
        }
        return judged(
                judge, live, drawn, (int) checklist.checks().get(0).every().toSeconds());
    }

    private static void remember(Judge judge, Instant live, Source drawn, int from, int until, int every) {
        for (int second = from; second < until; second += every) {
            List<Event> none = judge.judge(new Sample(live.plusSeconds(second), CHECK, drawn.at(second, every)));
            assert none.isEmpty();
        }
    }

    /** Asked as the agent asks: by the window's interval, and by its own where the next answers tell. */
    private static Ruling judged(Judge judge, Instant live, Source drawn, int own) {
        int last = 0;
        int second = own;
        while (second < DecisionStory.LENGTH && judge.decision().isEmpty()) {
            List<Event> unused =
                    judge.judge(new Sample(live.plusSeconds(second), CHECK, drawn.at(second, second - last)));
            last = second;
            boolean soon = judge.progress(CHECK).isPressing() || second < STRETCHED;
            second += soon ? own : Math.max(own, DecisionRecording.interval(second));
        }
        List<Event> ended = judge.advance(live.plusSeconds(DecisionStory.LENGTH));
        assert ended != null;
        int passed = (int) judge.windows().stream()
                .filter(window -> window.verdict() == Verdict.PASS)
                .count();
        return new Ruling(
                judge.decision().map(decided -> Duration.between(live, decided.at())), passed, judge.verdict());
    }

    boolean isRight(Ruling ruling) {
        return switch (wanted) {
            case NO_ROLLBACK -> ruling.decidedAfter().isEmpty();
            case ROLLBACK -> ruling.decidedAfter().isPresent();
            case NO_PASS -> ruling.passed() == 0;
        };
    }
}
