package dev.probation.agent.config.section;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Values;
import dev.probation.rules.check.SharperLimit;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the limits of one check agree on which values are bad: a sign that is turned round rolls healthy releases back. */
final class LimitDirections {

    private LimitDirections() {}

    /** What does not agree is reported. */
    static boolean agree(Values values, ProbeSettings settings, @Nullable Expectation expect) {
        Expectation limit = CheckFields.limit(values).orElse(null);
        Expectation warn = values.get(CheckFields.WARN).orElse(null);
        boolean shares = !settings.isShareOfBadEvents()
                || (isShareOfBad(values, CheckFields.EXPECT, limit) && isShareOfBad(values, CheckFields.WARN, warn));
        return shares && warnsTheSameWay(values) && isSharper(values, expect);
    }

    private static boolean isShareOfBad(Values values, Field<?> field, @Nullable Expectation found) {
        if (found == null || found.isUpper().orElse(true)) {
            return true;
        }
        values.cursor(field)
                .report("expected an upper limit for the share of bad events, found \"" + found
                        + "\", which asks for bad events"
                        + found.ofTheRest()
                                .map(meant -> "; did you mean \"" + meant + "\"?")
                                .orElse(""));
        return false;
    }

    private static boolean warnsTheSameWay(Values values) {
        Optional<Boolean> expected = values.get(CheckFields.EXPECT).flatMap(Expected::isUpper);
        Optional<Expectation> warn = values.get(CheckFields.WARN);
        Optional<Boolean> warned = warn.flatMap(Expectation::isUpper);
        boolean same = expected.isEmpty() || warned.isEmpty() || expected.equals(warned);
        if (!same) {
            values.cursor(CheckFields.WARN)
                    .report("expected " + limitOf(expected.orElseThrow()) + ", as \"expect\" is one, found \""
                            + warn.orElseThrow() + '"');
        }
        return same;
    }

    /** No value may be good by {@code expect} and yet decide a rollback. */
    private static boolean isSharper(Values values, @Nullable Expectation expect) {
        Optional<Expectation> breach = values.get(CheckFields.ROLLBACK_WHEN).map(SharperLimit::breach);
        Optional<Boolean> upper = values.get(CheckFields.EXPECT).flatMap(Expected::isUpper);
        boolean sharper = breach.isEmpty()
                || (expect == null
                        ? !breach.flatMap(Expectation::isUpper).equals(Optional.of(upper.orElse(true)))
                        : !expect.overlaps(breach.orElseThrow()));
        if (!sharper) {
            values.cursor(CheckFields.ROLLBACK_WHEN)
                    .report("expected a limit that only bad values reach, such as \"" + (upper.orElse(true) ? ">" : "<")
                            + " LIMIT for 30s\", found \"" + breach.orElseThrow()
                            + "\", which good values reach as well");
        }
        return sharper;
    }

    private static String limitOf(boolean upper) {
        return upper ? "an upper limit" : "a lower limit";
    }
}
