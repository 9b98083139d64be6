package dev.probation.agent.time;

/** What the agent's own code may throw: where a damaged or replaced jar is read, or something calls itself for ever, an Error. */
public enum Mistake {
    EXCEPTION,
    NO_STACK_LEFT,
    NO_SUCH_CLASS;

    /** Throws it. */
    public void happen() {
        Object unused = make();
    }

    /** Throws it; declared to return anything, so that it stands where something is returned. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> T make() {
        if (this == EXCEPTION) {
            throw new IllegalStateException("a mistake");
        }
        throw this == NO_STACK_LEFT ? new StackOverflowError("a mistake") : new NoClassDefFoundError("a mistake");
    }
}
