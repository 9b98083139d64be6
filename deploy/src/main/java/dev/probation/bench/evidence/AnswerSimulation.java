package dev.probation.bench.evidence;

import dev.probation.rules.check.AnswerShare;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckMachine;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A target that is asked for 72 hours as the default windows ask it, and what a check makes of its answers. */
final class AnswerSimulation {

    static final int HOUR = 3600;
    static final int WATCH = 72 * HOUR;
    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final int EVERY = 5;
    private static final int SHARING = 3;
    private static final CheckId HEALTH = new CheckId("health");
    private static final Outcome GOOD = Outcome.Measured.of(0.01);
    private static final Outcome BAD = new Outcome.Failed(Outcome.Cause.BAD_STATUS, "HTTP 503");

    /**
     * What a target does.
     *
     * @param share of its answers that is bad
     * @param outages an hour, at random
     * @param length of an outage in seconds; from half of it to one and a half
     * @param depth the share of answers that is bad in an outage
     * @param onset in seconds, from which on {@code later} is bad
     */
    record Story(String name, double share, double outages, int length, double depth, int onset, double later) {

        static Story healthy(String name, double share, double outages, int length, double depth) {
            return new Story(name, share, outages, length, depth, WATCH, 0);
        }
    }

    /**
     * When the check failed, in seconds; -1 for never.
     *
     * @param inRow by what it says of answers in a row, or of a time without a good one
     * @param byShare by the share of its answers
     */
    record End(int inRow, int byShare) {}

    private final CheckMachine plain;
    private final CheckMachine tested;
    private final Random random;
    private final Story story;
    private double outage;
    private double outageEnds = -1;

    private AnswerSimulation(Story story, Sustain sustain, double tolerated, long seed) {
        this.story = story;
        this.plain = new CheckMachine(check(sustain, null));
        AnswerShare share = new AnswerShare(tolerated, 0.01);
        this.tested = new CheckMachine(check(sustain, share), Baseline.none(START), SHARING);
        this.random = new Random(seed);
        this.outage = next(0);
    }

    static Sustain inRow(int failures) {
        return new Sustain(Optional.of(Failures.inRow(failures)), Optional.empty(), 2);
    }

    static Sustain lasting(int seconds) {
        return new Sustain(Optional.empty(), Optional.of(Duration.ofSeconds(seconds)), 2);
    }

    private static Check check(Sustain sustain, @Nullable AnswerShare answers) {
        return new Check(
                HEALTH,
                "health",
                "app",
                Duration.ofSeconds(EVERY),
                Optional.empty(),
                Optional.empty(),
                sustain,
                Check.WhenUnmeasured.INCONCLUSIVE,
                Check.WhenUnmeasured.FAIL,
                true,
                Check.OnBreach.ROLLBACK,
                Optional.empty(),
                Optional.ofNullable(answers),
                Optional.empty(),
                Optional.empty(),
                0.9,
                0.05,
                Set.of());
    }

    static End run(Story story, Sustain sustain, double tolerated, long seed) {
        return new AnswerSimulation(story, sustain, tolerated, seed).run();
    }

    private End run() {
        CheckProgress alone = CheckProgress.NONE;
        CheckProgress progress = CheckProgress.NONE;
        int inRow = -1;
        int time = 1 + random.nextInt(EVERY);
        while (time < WATCH) {
            boolean bad = random.nextDouble() < share(time);
            Sample sample = new Sample(START.plusSeconds(time), HEALTH, bad ? BAD : GOOD);
            Quality quality = bad ? Quality.BAD : Quality.GOOD;
            int every = every(time);
            alone = plain.step(alone, sample, quality, Duration.ofSeconds(every));
            progress = tested.step(progress, sample, quality, Duration.ofSeconds(every));
            inRow = inRow < 0 && alone.state() == CheckState.FAILING ? time : inRow;
            if (progress.answers().reached().isPresent()) {
                return new End(inRow, time);
            }
            time += progress.isPressing() ? EVERY : every;
        }
        return new End(inRow, -1);
    }

    private static int every(int time) {
        if (time < 4 * HOUR) {
            return EVERY;
        }
        return time < 24 * HOUR ? 60 : 300;
    }

    private double share(int time) {
        while (time >= outage) {
            outageEnds = outage + story.length() * (0.5 + random.nextDouble());
            outage = next(outageEnds);
        }
        if (time >= story.onset()) {
            return story.later();
        }
        return time < outageEnds ? Math.max(story.share(), story.depth()) : story.share();
    }

    private double next(double after) {
        return story.outages() == 0
                ? Double.POSITIVE_INFINITY
                : after - Math.log(1 - random.nextDouble()) / story.outages() * HOUR;
    }
}
