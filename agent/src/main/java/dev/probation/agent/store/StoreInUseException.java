package dev.probation.agent.store;

/** The store belongs to another agent now, so that this one waits. Nobody needs to be told: the other one works. */
public final class StoreInUseException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * @param store its address, without a password
     * @param holder the other agent, as it calls itself
     */
    public StoreInUseException(String store, String holder) {
        super("store " + store + " is in use by another agent (" + holder
                + "); this agent waits until that one has stopped. To run both, give each its own store");
    }
}
