package dev.probation.bench.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was wrong with a service from before a deployment on.
 *
 * @param size how many times the limit the share of bad requests was; 0 where nothing was wrong
 * @param pauses seconds from the deployment until it is well for a while; never where it is no less than {@code returns}
 * @param returns seconds from the deployment until it is bad again
 */
record DecisionPast(double size, int pauses, int returns) {

    static final DecisionPast FINE = new DecisionPast(0, 0, 0);

    private static final int HOUR = DecisionStory.HOUR;
    /** Such as the rule still takes for the old breach: shorter than the hour that it is known to have lasted. */
    private static final int SHORT = 40 * 60;

    private static final int LONG = 6 * HOUR;

    /** All deployments where something was wrong before; traffic as that of regressions. */
    static List<DecisionLabel> labels() {
        List<DecisionLabel> all = new ArrayList<>();
        for (int copy = 0; copy < 2; copy++) {
            for (int traffic : DecisionLabel.TRAFFIC) {
                old(all, DecisionLabel.Kind.ERRORS_BEFORE, List.of(1.5, 3.0, 10.0, 100.0), traffic);
                old(all, DecisionLabel.Kind.SLOW_BEFORE, List.of(1.5, 3.0, 10.0), traffic);
                worse(all, DecisionLabel.Kind.ERRORS_WORSE, 3, List.of(10, 30), traffic);
                // three times the limit is 15 % of all requests, of which there are not ten times as many
                worse(all, DecisionLabel.Kind.SLOW_WORSE, 1.5, List.of(10), traffic);
            }
        }
        return all;
    }

    private static void old(List<DecisionLabel> all, DecisionLabel.Kind kind, List<Double> sizes, int traffic) {
        for (double size : sizes) {
            int pauses = List.of(2, 10, 30).get(all.size() / 3 % 3) * HOUR;
            for (int pause : List.of(0, SHORT, LONG)) {
                DecisionPast past = new DecisionPast(size, pauses, pauses + pause);
                all.add(new DecisionLabel(0, kind, size, -HOUR, traffic, past));
            }
        }
    }

    private static void worse(
            List<DecisionLabel> all, DecisionLabel.Kind kind, double size, List<Integer> times, int traffic) {
        for (int more : times) {
            for (int onset : List.of(0, 600, 8 * HOUR)) {
                all.add(new DecisionLabel(0, kind, size * more, onset, traffic, new DecisionPast(size, 0, 0)));
            }
        }
    }

    boolean isBad() {
        return size > 0;
    }

    /** Whether it is there, rather than well for a while. */
    boolean lasts(int second) {
        return second < pauses || second >= returns;
    }

    boolean isThroughout() {
        return returns <= pauses;
    }

    /** Whether it was well for so long that the rule takes what comes back for something new. */
    boolean isOverInBetween() {
        return returns - pauses > HOUR;
    }

    boolean hasShortPause() {
        return returns > pauses && !isOverInBetween();
    }

    @Override
    public String toString() {
        if (!isBad()) {
            return "";
        }
        String pause = returns > pauses
                ? ", well for " + DecisionLabel.text(Duration.ofSeconds(returns - pauses)) + " after "
                        + DecisionLabel.text(Duration.ofSeconds(pauses))
                : "";
        return ", before " + DecisionLabel.times(size) + " times the limit" + pause;
    }
}
