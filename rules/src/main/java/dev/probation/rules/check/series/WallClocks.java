package dev.probation.rules.check.series;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What may differ between two days by the calendars and clocks of a service's users, of whom nobody tells where they live. */
public final class WallClocks {

    /** Hours that clocks on earth are before and after UTC. */
    private static final int EARLIEST = -12;

    private static final int LATEST = 14;

    /** Hours after UTC where Friday and Saturday are the weekend, from Algeria to Bangladesh. */
    private static final int FRIDAYS_EARLIEST = 1;

    private static final int FRIDAYS_LATEST = 6;

    /** Of those that put their clocks forward and back on the same days, one each. */
    private static final List<ZoneId> CHANGING = Stream.of(
                    "Europe/Berlin",
                    "America/New_York",
                    "America/Santiago",
                    "Australia/Sydney",
                    "Pacific/Auckland",
                    "Asia/Jerusalem",
                    "Africa/Cairo",
                    "Africa/Casablanca")
            .map(ZoneId::of)
            .toList();

    private WallClocks() {}

    /** Whether one may be of a weekday and the other of a weekend. */
    public static boolean mayBeOfWeekendAndWeekday(Instant one, Instant other) {
        return differ(one, other, EARLIEST, LATEST, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
    }

    /** The same where the weekend is of Friday and Saturday. */
    public static boolean mayBeOfFridaysWeekendAndWeekday(Instant one, Instant other) {
        return differ(one, other, FRIDAYS_EARLIEST, FRIDAYS_LATEST, EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY));
    }

    private static boolean differ(Instant one, Instant other, int earliest, int latest, Set<DayOfWeek> weekend) {
        return IntStream.rangeClosed(earliest, latest)
                .mapToObj(ZoneOffset::ofHours)
                .anyMatch(zone -> weekend.contains(one.atOffset(zone).getDayOfWeek())
                        != weekend.contains(other.atOffset(zone).getDayOfWeek()));
    }

    /** Whether clocks may have been put forward or back between them. */
    public static boolean mayHaveChanged(Instant one, Instant other) {
        return CHANGING.stream()
                .map(ZoneId::getRules)
                .anyMatch(rules -> !rules.getOffset(one).equals(rules.getOffset(other)));
    }
}
