package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Step;
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
            case FAILING, RECOVERED -> incident(notice.step());
            case ROLLBACK -> notice.turn().isPresent() ? incident(notice.step()) : rollback(notice.step());
            case WITHHELD, BLIND, PASSED, UNDELIVERED -> List.of();
        };
    }

    private static List<CdEventType> incident(Step step) {
        return switch (step) {
            case OPENS -> List.of(CdEventType.INCIDENT_DETECTED);
            case RESOLVES -> List.of(CdEventType.INCIDENT_RESOLVED);
            case TELLS -> List.of();
        };
    }

    /** Of the rollback itself; one that was never confirmed but helped was carried out all the same. */
    private static List<CdEventType> rollback(Step step) {
        return switch (step) {
            case OPENS -> List.of(CdEventType.INCIDENT_DETECTED);
            case TELLS -> List.of(CdEventType.SERVICE_ROLLED_BACK);
            case RESOLVES -> List.of(CdEventType.SERVICE_ROLLED_BACK, CdEventType.INCIDENT_RESOLVED);
        };
    }
}
