package dev.probation.rules.check.series;

/** Values from before a deployment that newer ones are held against. */
public final class BaselineWindow {

    private final String name;
    private final double[] values;

    /**
     * @param name for people: {@code the hour before the deployment}
     * @param values what was measured; may be empty
     */
    public BaselineWindow(String name, double[] values) {
        this.name = name;
        this.values = values;
    }

    String name() {
        return name;
    }

    /** Not to be changed. */
    double[] values() {
        return values;
    }
}
