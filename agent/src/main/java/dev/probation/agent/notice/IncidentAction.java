package dev.probation.agent.notice;

import java.util.Locale;

/** What a notice does to the incident that people are paged for. */
public enum IncidentAction {
    /** It opens it. */
    TRIGGER("opens"),
    RESOLVE("resolves"),
    /** Nothing: people are informed, and that is all. */
    INFO("tells");

    private final String label;

    IncidentAction(String label) {
        this.label = label;
    }

    /** As it stands in what is stored and sent, which must not change. */
    public String label() {
        return label;
    }

    /** The one of this label, in upper or lower case. */
    public static IncidentAction of(String label) {
        for (IncidentAction action : values()) {
            if (action.label.equals(label.toLowerCase(Locale.ROOT))) {
                return action;
            }
        }
        throw new IllegalArgumentException("expected a step opens, resolves or tells, but found " + label);
    }
}
