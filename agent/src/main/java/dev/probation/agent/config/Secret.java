package dev.probation.agent.config;

/** A value that appears in no log, report, metric, page or error. */
public record Secret(String value) {

    /** The secret itself; every call of this is worth a look in review. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
