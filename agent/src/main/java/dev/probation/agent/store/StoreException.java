package dev.probation.agent.store;

/** The store cannot be opened, read or written. The message names the store, without its password, and what to do. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }

    /** Whether only another configuration can help: the address itself is wrong, whatever is or comes behind it. */
    public boolean isPermanent() {
        return false;
    }
}
