package dev.probation.agent.notice;

import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;

/** A notice in words. */
final class NoticeText {

    private NoticeText() {}

    static String incident(Notice notice) {
        if (notice.isOfStore()) {
            return "probation/" + notice.version() + "/store";
        }
        String deployment = "probation/" + notice.service() + '/' + notice.deployment();
        return switch (notice.occasion()) {
            case FAILING, RECOVERED, WITHHELD ->
                deployment + '/' + notice.check().map(Evidence::check).orElse("checks");
            case ROLLBACK ->
                deployment + "/rollback"
                        + notice.escalation().map(RollbackEscalation::incident).orElse("");
            case UNMEASURED ->
                deployment + "/unmeasured/"
                        + notice.check().map(Evidence::check).orElse("checks");
            case BLIND -> deployment + "/blind";
            case VERSION -> deployment + "/version";
            case UNDELIVERED -> deployment + "/undelivered";
            case STARTED, WINDOW, PASSED -> deployment;
        };
    }

    static String headline(Notice notice) {
        return notice.service() + ' ' + notice.version() + ": " + what(notice);
    }

    private static String what(Notice notice) {
        boolean over = notice.action() == IncidentAction.RESOLVE;
        String check = notice.check().map(Evidence::check).orElse("a check");
        return switch (notice.occasion()) {
            case STARTED -> "is being watched";
            case WINDOW -> notice.window().map(NoticeText::ended).orElse("a window ended");
            case FAILING -> failing(notice, check);
            case RECOVERED ->
                checks(notice, check) + (notice.isAboutFailingCheck() ? " no longer watched" : " good again");
            case ROLLBACK ->
                notice.escalation()
                        .map(escalation -> escalation.headline(notice.action()))
                        .orElseGet(() -> rollback(notice.action()));
            case WITHHELD -> "no rollback for " + check;
            case BLIND -> notice.isOfStore() ? store(over) : sight(notice);
            case UNMEASURED -> unmeasured(notice, check);
            case VERSION -> version(notice);
            case PASSED -> "passed its probation";
            case UNDELIVERED -> (over ? "over: " : "") + "a message was not delivered";
        };
    }

    private static String store(boolean over) {
        return over ? "the agent's store can be used again" : "the agent's store cannot be used";
    }

    private static String sight(Notice notice) {
        if (notice.action() != IncidentAction.RESOLVE) {
            return "the agent cannot measure anything";
        }
        return notice.isGoodNews()
                ? "the agent can measure again"
                : "is no longer watched, and nothing could be measured";
    }

    private static String unmeasured(Notice notice, String check) {
        if (notice.recoveredAt().isPresent()) {
            return check + " measured nothing and is measured again";
        }
        if (notice.isGoodNews()) {
            return check + " is measured again";
        }
        // it may go on measuring nothing, where it may decide no rollback any more
        boolean over = notice.isOver() || notice.action() == IncidentAction.RESOLVE;
        return over ? "over: " + check + " measured nothing" : check + " measures nothing";
    }

    private static String version(Notice notice) {
        if (notice.action() != IncidentAction.RESOLVE) {
            return "the service does not report this version";
        }
        return notice.isGoodNews()
                ? "the service reports this version"
                : "is no longer watched, and the service did not report this version";
    }

    private static String failing(Notice notice, String check) {
        if (!notice.isOver()) {
            return checks(notice, check) + " failing";
        }
        boolean several = notice.parts().size() > 1;
        String since = notice.recoveredAt().isPresent() ? " good again" : " no longer watched";
        return which(notice, check) + (several ? " were failing and are" : " was failing and is") + since;
    }

    /** {@code p95 is}, or {@code 2 checks are}. */
    private static String checks(Notice notice, String check) {
        return which(notice, check) + (notice.parts().size() > 1 ? " are" : " is");
    }

    private static String which(Notice notice, String check) {
        int checks = notice.parts().size();
        return checks > 1 ? checks + " checks" : check;
    }

    private static String rollback(IncidentAction action) {
        return switch (action) {
            case TRIGGER -> "rollback";
            case INFO -> "rolled back, now being verified";
            case RESOLVE -> "the rollback helped";
        };
    }

    private static String ended(Ending ending) {
        return "window " + ending.window() + " ended: " + ending.verdict().label();
    }
}
