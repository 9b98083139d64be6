package dev.probation.rules.sample;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Names that were read before, since a recording names the same few checks over and over, most often in the same order. */
final class CheckIds {

    /** So that a recording of nothing but new names does not fill the memory. */
    private static final int MOST = 10_000;

    private final Map<String, Name> known = new HashMap<>();
    private Name last = new Name("none");

    /** A name, and the one that came after it when it was read last. */
    private static final class Name {

        private final CheckId id;
        private final char[] text;
        private Name next = this;

        Name(String text) {
            this.id = new CheckId(text);
            this.text = text.toCharArray();
        }

        boolean is(char[] other, int from, int to) {
            return Arrays.equals(other, from, to, text, 0, text.length);
        }
    }

    CheckId of(String name) {
        return of(name.toCharArray(), 0, name.length());
    }

    /** Of the characters from one up to before another. */
    CheckId of(char[] text, int from, int to) {
        if (last.next.is(text, from, to)) {
            last = last.next;
            return last.id;
        }
        String name = new String(text, from, to - from);
        Name found = known.get(name);
        if (found == null && known.size() >= MOST) {
            return new CheckId(name);
        }
        last.next = found == null ? added(name) : found;
        last = last.next;
        return last.id;
    }

    private Name added(String text) {
        Name name = new Name(text);
        known.put(text, name);
        return name;
    }
}
