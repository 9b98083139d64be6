package dev.probation.bench.options;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of the form {@code --name value}, switches of the form {@code --name}, and nothing else; the last of a name counts. */
public final class Options {

    private final Map<String, String> given = new HashMap<>();

    private Options() {}

    /**
     * Reads what was given.
     *
     * @param named those that take a value
     * @param switches those that do not
     * @param brief what {@code --short} stands for
     * @throws IllegalArgumentException where one is unknown, or has no value
     */
    public static Options of(String[] arguments, Set<String> named, Set<String> switches, Map<String, Integer> brief) {
        Options options = new Options();
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            if (name.equals("--short")) {
                brief.forEach((option, value) -> options.given.put(option, Integer.toString(value)));
            } else if (switches.contains(name)) {
                options.given.put(name, "");
            } else if (named.contains(name)) {
                options.given.put(name, value(name, rest));
            } else {
                throw new IllegalArgumentException("unknown option " + name);
            }
        }
        return options;
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return rest.next();
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name));
    }

    /** How many, or the other number where it was not given. */
    public int count(String name, int otherwise) {
        return Math.toIntExact(number(name, otherwise));
    }

    /** What chance begins with: {@code --seed}. */
    public long seed(long otherwise) {
        return number("--seed", otherwise);
    }

    private long number(String name, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(name + " needs a whole number, and was given " + text, none);
        }
    }
}
