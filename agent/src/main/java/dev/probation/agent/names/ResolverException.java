package dev.probation.agent.names;

import java.net.UnknownHostException;

/** The resolver could not find out what a name stands for, which says nothing of the host. The message says who failed, and how. */
public final class ResolverException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    private ResolverException(String message) {
        super(message);
    }

    static ResolverException failed(UnknownHostException cause) {
        return by("the resolver failed", cause);
    }

    /** It does not say either that the name does not exist. */
    static ResolverException foundNoAddress(UnknownHostException cause) {
        return by("the resolver found no address", cause);
    }

    private static ResolverException by(String message, UnknownHostException cause) {
        ResolverException failure = new ResolverException(message);
        failure.addSuppressed(cause);
        return failure;
    }

    /** There is no answer yet, and no time left to wait for it. */
    public static ResolverException silent() {
        return new ResolverException("the resolver did not answer in time");
    }
}
