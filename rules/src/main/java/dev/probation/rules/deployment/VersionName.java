package dev.probation.rules.deployment;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * By which names a version goes: {@code v1.4.2} is {@code 1.4.2}, and a commit is whatever its first digits are, from seven on.
 * This alone says whether two names are of one version.
 *
 * @param text the name in its normal form
 */
public record VersionName(String text) {

    /** Before a number it says nothing. */
    private static final Pattern PREFIX = Pattern.compile("^[vV](?=[0-9])");

    private static final int WHOLE_COMMIT = 40;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7," + WHOLE_COMMIT + "}");
    private static final Pattern LETTER = Pattern.compile("[a-fA-F]");

    public VersionName {
        text = PREFIX.matcher(text).replaceFirst("");
    }

    /** Whether two names are of one version. */
    public static boolean areSame(String one, String other) {
        return new VersionName(one).isSame(new VersionName(other));
    }

    private boolean isSame(VersionName other) {
        return text.equals(other.text) || isSameCommit(text, other.text);
    }

    private static boolean isSameCommit(String one, String other) {
        boolean commits = COMMIT.matcher(one).matches() && COMMIT.matcher(other).matches();
        String longer = (one.length() < other.length() ? other : one).toLowerCase(Locale.ROOT);
        String shorter = (one.length() < other.length() ? one : other).toLowerCase(Locale.ROOT);
        return commits && isNoNumber(longer) && longer.startsWith(shorter);
    }

    /** {@code 20260131} and {@code 2026013102} are two builds. */
    private static boolean isNoNumber(String commit) {
        return commit.length() == WHOLE_COMMIT || LETTER.matcher(commit).find();
    }

    /** Whether a text has the version in it, as {@code shop:v1.4.2-alpine} has 1.4.2, and 1.4.20 has not. */
    public boolean isIn(String longer) {
        boolean whole = word("[vV]?" + Pattern.quote(text)).matcher(longer).find();
        return whole
                || word("(?<!sha256:)" + COMMIT.pattern())
                        .matcher(longer)
                        .results()
                        .anyMatch(found -> isSameCommit(found.group(), text));
    }

    private static Pattern word(String pattern) {
        return Pattern.compile("(?<![A-Za-z0-9.])(?:" + pattern + ")(?![A-Za-z0-9]|[.][A-Za-z0-9])");
    }
}
