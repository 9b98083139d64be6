package dev.probation.agent.notice;

/** What was stored is no notice that this version of the agent knows. */
public final class UnreadableNoticeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableNoticeException(RuntimeException cause) {
        super("this version of the agent cannot read it (" + cause.getClass().getSimpleName() + ')', cause);
    }
}
