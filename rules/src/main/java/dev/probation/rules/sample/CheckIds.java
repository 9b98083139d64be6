package dev.probation.rules.sample;

import java.util.HashMap;
import java.util.Map;

/** Names that were read before, since a recording names the same few checks over and over. */
final class CheckIds {

    /** So that a recording of nothing but new names does not fill the memory. */
    private static final int MOST = 10_000;

    private final Map<String, CheckId> known = new HashMap<>();

    CheckId of(String name) {
        CheckId id = known.get(name);
        if (id != null) {
            return id;
        }
        CheckId added = new CheckId(name);
        if (known.size() < MOST) {
            known.put(name, added);
        }
        return added;
    }
}
