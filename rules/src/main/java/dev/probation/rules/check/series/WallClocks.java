package dev.probation.rules.check.series;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What may differ between two days by the calendars and clocks of a service's users, of whom nobody tells where they live. */
public final class WallClocks {

    /** Hours that clocks on earth are before and after UTC. */
    private static final int EARLIEST = -12;

    private static final int LATEST = 14;

    /** Of those that put their clocks forward and back on the same days, one each. */
    private static final List<ZoneId> CHANGING = Stream.of(
                    "Europe/Berlin",
                    "America/New_York",
                    "America/Santiago",
                    "Australia/Sydney",
                    "Pacific/Auckland",
                    "Asia/Jerusalem",
                    "Africa/Cairo")
            .map(ZoneId::of)
            .toList();

    private WallClocks() {}

    /** Whether one may be of a weekday and the other of a weekend. */
    public static boolean mayBeOfWeekendAndWeekday(Instant one, Instant other) {
        return IntStream.rangeClosed(EARLIEST, LATEST)
                .mapToObj(ZoneOffset::ofHours)
                .anyMatch(zone -> isWeekend(one, zone) != isWeekend(other, zone));
    }

    private static boolean isWeekend(Instant at, ZoneOffset zone) {
        return at.atOffset(zone).getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
    }

    /** Whether clocks may have been put forward or back between them. */
    public static boolean mayHaveChanged(Instant one, Instant other) {
        return CHANGING.stream()
                .map(ZoneId::getRules)
                .anyMatch(rules -> !rules.getOffset(one).equals(rules.getOffset(other)));
    }
}
