package dev.probation.agent.cli.log;

import java.util.logging.LogManager;

/**
 * Keeps the log open until the process is gone. The JDK's own closes it when the end begins, so that what is logged on the way
 * out, such as a message that was told at the last moment, was lost in half of all cases.
 *
 * <p>The JDK finds it by its name in the system property {@code java.util.logging.manager}, which must be set before anything
 * else of logging is touched.
 */
public final class LastingLogManager extends LogManager {

    /** Does nothing: it is called as the end begins, while others still log. */
    @Override
    public void reset() {}
}
