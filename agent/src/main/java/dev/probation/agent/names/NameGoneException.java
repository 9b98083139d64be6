package dev.probation.agent.names;

import java.net.UnknownHostException;

/** The name stood for something, and the resolver says that it does no more. */
public final class NameGoneException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    NameGoneException(String host) {
        super(host);
    }
}
