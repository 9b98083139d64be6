package dev.probation.agent.receiver.notify.cdevents;

/** The types of events that are sent, in the versions of CDEvents 0.5. */
enum CdEventType {
    SERVICE_DEPLOYED("service.deployed"),
    SERVICE_ROLLED_BACK("service.rolledback"),
    RUN_STARTED("testsuiterun.started"),
    RUN_FINISHED("testsuiterun.finished"),
    INCIDENT_DETECTED("incident.detected"),
    INCIDENT_RESOLVED("incident.resolved");

    private final String label;

    CdEventType(String label) {
        this.label = label;
    }

    /** Such as {@code service.deployed}. */
    String label() {
        return label;
    }

    String type() {
        return "dev.cdevents." + label + ".0.3.0";
    }
}
