package dev.probation.agent.probe.postgres;

/**
 * A limit on connections, and what is taken of it.
 *
 * @param owner whose limit it is: {@code role "shop"}; empty for the server's
 * @param taken connections that count against it
 * @param used of these, what others than this agent have
 * @param most the limit
 */
record ConnectionLimit(String owner, long taken, long used, long most) {

    /** Whether no other connection can be opened. */
    boolean isReached() {
        return taken >= most;
    }

    double share() {
        return isReached() ? 1.0 : (double) used / most;
    }
}
