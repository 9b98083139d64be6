package dev.probation.agent.config;

import dev.probation.rules.pack.Node;
import dev.probation.rules.pack.Place;
import dev.probation.rules.pack.Reading;
import dev.probation.rules.pack.Spot;
import java.util.Map;
import java.util.Optional;

/**
 * What is said to everybody at the turns of a deployment.
 *
 * @param complete when it has passed its probation
 * @param rolledBack when a rollback begins, and when it has helped
 */
public record Announcements(Announcement started, Announcement complete, Announcement rolledBack) {

    /** As they are where nothing is written. */
    public static final Announcements DEFAULT = Optional.ofNullable(AnnouncementFields.SHAPE.read(
                    new Spot(new Node.Mapping(new Place("default", 1, 1), Map.of()), "announcements", new Reading())))
            .orElseThrow();
}
