package dev.probation.agent.watch;

/** What measures a deployment, as far as its judging has to do with it. */
interface Measuring {

    /** Whether the time before the deployment was announced is still being read. */
    boolean isReadingPast();

    /** Somebody acts, so that no more of that time is read. */
    void leavePast();

    /** A window ended, and the deployment goes on. */
    void windowEnded();

    /** The deployment ends. */
    void stop();
}
