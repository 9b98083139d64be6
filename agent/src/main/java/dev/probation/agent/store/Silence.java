package dev.probation.agent.store;

import com.google.re2j.Pattern;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A time in which people are not told of what it matches. Judging goes on, and so do rollbacks.
 *
 * @param matchers all of which a message must meet
 * @param begins inclusive
 * @param ends exclusive
 */
public record Silence(String id, List<Matcher> matchers, Instant begins, Instant ends, String reason, String author) {

    /** A silence forgotten for longer than this is an outage in waiting. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** What a rollback is, nobody silences by the way: only a matcher on the occasion itself does. */
    private static final Set<String> LOUD = Set.of("rollback", "blind", "unmeasured", "undelivered");

    /** The same with that end; as it was where it has not begun by then. */
    public Silence endedAt(Instant at) {
        return at.isAfter(begins) ? new Silence(id, matchers, begins, at, reason, author) : this;
    }

    /**
     * What a message must be.
     *
     * @param name of the fact: one of {@link #NAMES}
     * @param glob its value, in which {@code *} stands for anything
     */
    public record Matcher(String name, String glob) {

        /** The facts of a message that can be matched. */
        public static final List<String> NAMES =
                List.of("service", "version", "deployment", "check", "occasion", "receiver");

        private static final int LONGEST = 200;

        /**
         * As it is written: {@code check=p95-*}.
         *
         * @throws IllegalArgumentException that says what was expected
         */
        public static Matcher parse(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String glob = equals < 0 ? "" : text.substring(equals + 1);
            if (!NAMES.contains(name) || glob.isBlank() || glob.length() > LONGEST) {
                throw new IllegalArgumentException("expected NAME=VALUE such as check=p95-*, where NAME is one of "
                        + String.join(", ", NAMES) + ", and VALUE has at most " + LONGEST
                        + " characters, but found \"" + (text.length() > 100 ? text.substring(0, 100) + "..." : text)
                        + '"');
            }
            return new Matcher(name, glob);
        }

        boolean matches(Map<String, String> facts) {
            return facts.containsKey(name) && matches(Objects.requireNonNull(facts.get(name)));
        }

        /** Whether the fact may have this value. */
        public boolean matches(String value) {
            String regex =
                    Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
        }

        @Override
        public String toString() {
            return name + '=' + glob;
        }
    }

    public Silence {
        matchers = List.copyOf(matchers);
        if (matchers.isEmpty()) {
            throw new IllegalArgumentException("expected at least one matcher such as service=bookreader, found none");
        }
        if (!begins.isBefore(ends)) {
            throw new IllegalArgumentException("expected an end after the beginning " + begins + ", but found " + ends);
        }
        if (Duration.between(begins, ends).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected at most " + LONGEST.toDays() + " days, but found "
                    + Durations.write(Duration.between(begins, ends)) + "; create a new silence when it ends");
        }
    }

    public boolean isActive(Instant at) {
        return !at.isBefore(begins) && at.isBefore(ends);
    }

    /** Whether it silences a message of these facts. */
    public boolean covers(Map<String, String> facts) {
        boolean loud = LOUD.contains(facts.getOrDefault("occasion", "").toLowerCase(Locale.ROOT));
        boolean named = matchers.stream().anyMatch(matcher -> matcher.name().equals("occasion"));
        return (!loud || named) && matchers.stream().allMatch(matcher -> matcher.matches(facts));
    }

    /** Its matchers as they are written. */
    public List<String> written() {
        return matchers.stream().map(Matcher::toString).toList();
    }
}
