package dev.probation.agent.store;

/** The store's address can never work; the message does not repeat it, since it may hold a password. */
public final class StoreAddressException extends StoreException {

    private static final long serialVersionUID = 1L;

    public StoreAddressException(String message) {
        super(message);
    }

    @Override
    public boolean isPermanent() {
        return true;
    }
}
