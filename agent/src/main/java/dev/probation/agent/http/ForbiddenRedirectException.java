package dev.probation.agent.http;

import dev.probation.agent.names.FoundHost;

/** A redirect leads to where none is followed to. The message says so, to be put after who redirected. */
public final class ForbiddenRedirectException extends Exception {

    private static final long serialVersionUID = 1;

    private ForbiddenRedirectException(String message) {
        super(message, null, false, false);
    }

    static ForbiddenRedirectException otherHost(HttpAddress to) {
        return new ForbiddenRedirectException("redirected to another host, " + to.peer() + ", which is not followed");
    }

    static ForbiddenRedirectException inner(FoundHost found) {
        return new ForbiddenRedirectException("redirected to an address of this machine or of its link, "
                + String.join(" ", found.addresses()) + ", which is never followed");
    }
}
