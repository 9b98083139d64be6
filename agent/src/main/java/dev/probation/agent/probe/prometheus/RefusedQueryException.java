package dev.probation.agent.probe.prometheus;

import java.io.IOException;

/** Prometheus can never answer a query as it is written; the message has its words. */
public final class RefusedQueryException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedQueryException(String message) {
        super(message);
    }
}
