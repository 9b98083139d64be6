package dev.probation.agent.settings;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What reading a configuration has found so far: its problems, and which of its values are secrets. */
public final class Problems {

    private final Set<Problem> problems = new TreeSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<Node> secrets = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> spoilt = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> warnings = new TreeSet<>();
    private boolean filesLeftOut;

    /** Notes a problem, once: a value that several services inherit is not reported for each of them. */
    public void report(SourceLocation location, String path, String message) {
        if (seen.add(location + ": " + message)) {
            problems.add(new Problem(location, path, message));
        }
    }

    /** Notes what is no problem, and yet probably wrong. */
    void warn(String path, String message) {
        warnings.add(path + ": " + message);
    }

    /** All that is no problem, and yet probably wrong, sorted. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Takes files that values name as given, whether or not they are there: for judging recordings elsewhere. */
    public void leaveFilesOut() {
        filesLeftOut = true;
    }

    public boolean leavesFilesOut() {
        return filesLeftOut;
    }

    /** Marks a value as secret, so that it is left out of what is made of the configuration's text. */
    public void hide(Node secret) {
        secrets.add(secret);
    }

    public boolean isHidden(Node node) {
        return secrets.contains(node);
    }

    /** Marks a value that a problem has been reported for, so that what follows from it is not reported too. */
    void spoil(Node node) {
        spoilt.add(node);
    }

    boolean isSpoilt(Node node) {
        return spoilt.contains(node);
    }

    /** All problems, sorted. */
    public List<Problem> found() {
        return List.copyOf(problems);
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidConfigException where there is any problem
     */
    public void orThrow() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(found());
        }
    }
}
