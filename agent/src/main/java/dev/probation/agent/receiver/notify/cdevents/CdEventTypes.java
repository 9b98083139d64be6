package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import java.util.List;

/** Which events a notice is: none, one or two. */
final class CdEventTypes {

    private CdEventTypes() {}

    /** A deployment's watch is a run of a test suite, from its start to the end of its last window. */
    static List<CdEventType> of(Notice notice) {
        return switch (notice.occasion()) {
            case STARTED -> List.of(CdEventType.SERVICE_DEPLOYED, CdEventType.RUN_STARTED);
            case WINDOW ->
                notice.window().flatMap(Ending::overall).isPresent() ? List.of(CdEventType.RUN_FINISHED) : List.of();
            case FAILING, RECOVERED -> incident(notice.action());
            case ROLLBACK -> notice.escalation().isPresent() ? incident(notice.action()) : rollback(notice.action());
            case WITHHELD, BLIND, UNMEASURED, VERSION, PASSED, UNDELIVERED -> List.of();
        };
    }

    private static List<CdEventType> incident(IncidentAction action) {
        return switch (action) {
            case TRIGGER -> List.of(CdEventType.INCIDENT_DETECTED);
            case RESOLVE -> List.of(CdEventType.INCIDENT_RESOLVED);
            case INFO -> List.of();
        };
    }

    /** Of the rollback itself; one that was never confirmed but helped was carried out all the same. */
    private static List<CdEventType> rollback(IncidentAction action) {
        return switch (action) {
            case TRIGGER -> List.of(CdEventType.INCIDENT_DETECTED);
            case INFO -> List.of(CdEventType.SERVICE_ROLLED_BACK);
            case RESOLVE -> List.of(CdEventType.SERVICE_ROLLED_BACK, CdEventType.INCIDENT_RESOLVED);
        };
    }
}
