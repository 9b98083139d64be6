package dev.probation.agent.probe;

/**
 * What looking at a check's question and its target found.
 *
 * @param lint its stable short name: {@code several-series}
 * @param sentence with the numbers found, and what to do
 */
public record LintFinding(String lint, Weight weight, String sentence) {

    /** Whether something is to be done. */
    public enum Weight {
        /** Hardly meant: something is to be changed. */
        WARNING,
        /** Could not be looked at, or is only good to know. */
        NOTE
    }

    public LintFinding {
        sentence = Details.of(sentence);
    }

    public static LintFinding warning(String lint, String sentence) {
        return new LintFinding(lint, Weight.WARNING, sentence);
    }

    /** That something could not be looked at, and why. */
    public static LintFinding notLinted(String sentence) {
        return new LintFinding("not-linted", Weight.NOTE, sentence);
    }

    /** What is only good to know. */
    public static LintFinding note(String lint, String sentence) {
        return new LintFinding(lint, Weight.NOTE, sentence);
    }

    public boolean isWarning() {
        return weight == Weight.WARNING;
    }
}
