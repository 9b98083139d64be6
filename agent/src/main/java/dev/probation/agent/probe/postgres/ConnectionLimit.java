package dev.probation.agent.probe.postgres;

/**
 * A limit on connections, and what is taken of it.
 *
 * @param of what it limits
 * @param owner whose limit it is: {@code role "shop"}; empty for the server's
 * @param taken connections that count against it
 * @param used of these, what others than this agent have
 * @param most the limit
 * @param usual whether others have no more than they usually have, so that a role which is at its limit has a pool of that size
 */
record ConnectionLimit(Of of, String owner, long taken, long used, long most, boolean usual) {

    /** What a limit is one of. */
    enum Of {
        SERVER,
        DATABASE,
        ROLE
    }

    /** Whether no other connection can be opened. */
    boolean isReached() {
        return taken >= most;
    }

    double share() {
        return isReached() ? 1.0 : (double) used / most;
    }

    /** Whether nobody is refused by it who was not before: a pool refuses nobody, and one that is full is no leak. */
    boolean isPool() {
        return of == Of.ROLE && usual;
    }

    /** The same of a pool that leaves no place for this agent. */
    boolean isFullPool() {
        return isPool() && used + 1 >= most;
    }

    ConnectionLimit with(boolean isUsual) {
        return new ConnectionLimit(of, owner, taken, used, most, isUsual);
    }
}
