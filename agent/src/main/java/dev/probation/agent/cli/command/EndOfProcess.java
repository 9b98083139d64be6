package dev.probation.agent.cli.command;

import dev.probation.agent.time.AllowForbiddenApi;

/** Tells that a signal ends the process. Its exit code is that signal's from then on, whatever a command returns. */
@AllowForbiddenApi("waits for the signal that ends the process")
public final class EndOfProcess {

    private EndOfProcess() {}

    /** Has something run at the end; false where that has begun. */
    public static boolean add(Thread last) {
        try {
            Runtime.getRuntime().addShutdownHook(last);
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    /** Keeps what was added from running; false where the end has begun. */
    public static boolean remove(Thread last) {
        try {
            boolean unusedRemoved = Runtime.getRuntime().removeShutdownHook(last);
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    public static boolean hasBegun() {
        // removing what was never added changes nothing, and tells whether the end has begun
        return !remove(Thread.currentThread());
    }
}
