package dev.probation.rules.check;

import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.evidence.proportion.Bursts.Burst;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Names bursts of bad events, for people. */
public final class BurstText {

    private static final int NAMED = 4;

    private BurstText() {}

    /**
     * Such as {@code 5 bursts: 6,000 bad in 1m after 30m, ... and 1 more}, the newest first. What lasts longer than a burst is named
     * once, but counts as several.
     */
    public static String of(Bursts bursts, RatioRule test) {
        List<Burst> all = bursts.joined();
        int left = Math.max(0, all.size() - NAMED);
        StringBuilder named = new StringBuilder();
        for (int i = all.size() - 1; i >= left; i--) {
            named.append(i == all.size() - 1 ? "" : ", ").append(name(all.get(i)));
        }
        String count = bursts.all().size() == Bursts.MOST ? "at least " + all.size() : Integer.toString(all.size());
        String counted = bursts.all().size() == all.size()
                ? ""
                : ", counted as " + bursts.all().size() + " by lengths of " + Durations.write(test.lasting());
        return count
                + (all.size() == 1 ? " burst" : " bursts")
                + counted
                + ": "
                + named
                + (left == 0 ? "" : " and " + left + " more");
    }

    private static String name(Burst burst) {
        return String.format(
                Locale.ROOT,
                "%,d bad in %s after %s",
                burst.bad(),
                Durations.write(Duration.ofNanos(burst.to() - burst.from())),
                Durations.write(Duration.ofNanos(burst.from())));
    }
}
