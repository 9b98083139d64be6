package dev.probation.agent.config.section;

import dev.probation.agent.config.Announcement;
import dev.probation.agent.config.Announcements;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Problems;
import dev.probation.agent.settings.SourceLocation;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section {@code announcements}: templates with the facts left open. */
public final class AnnouncementFields {

    private static final String STARTED_WORDS = """
            {{service}} {{version}} is going out{{#previous}}, after {{previous}}{{/previous}}.

            When: live since {{deployed}}
            Duration: watched for {{duration}}, until {{until}}

            You will hear how it goes.""";
    private static final String COMPLETE_WORDS = """
            {{service}} {{version}} is deployed, and has passed its probation.

            It went live at {{deployed}} and was watched for {{duration}}: {{reason}}.""";
    private static final String ROLLED_BACK_WORDS = """
            {{#decided}}There is a problem with {{service}} {{version}}, and it is being rolled back\
            {{#previous}}; the version before it was {{previous}}{{/previous}}.{{/decided}}\
            {{#recovered}}{{service}} {{version}} was rolled back, and what was wrong is good again.{{/recovered}}

            Live since: {{deployed}}
            {{#decided}}What is wrong: {{/decided}}{{#recovered}}What was looked at: {{/recovered}}{{reason}}""";

    private static final Type<Announcement> TEMPLATE = Types.text(
            "a mustache template with the fields " + String.join(", ", Announcement.FIELDS) + ", or off",
            text -> Optional.of(Announcement.parse(text)));
    private static final Field<Announcement> STARTED =
            Field.written("started", TEMPLATE, STARTED_WORDS, "When a deployment is announced. `off` turns it off.");
    private static final Field<Announcement> COMPLETE =
            Field.written("complete", TEMPLATE, COMPLETE_WORDS, "When a deployment has passed. `off` turns it off.");
    private static final Field<Announcement> ROLLED_BACK = Field.written(
            "rolled-back",
            TEMPLATE,
            ROLLED_BACK_WORDS,
            "When a rollback begins (`decided`), and when the service has recovered (`recovered`). `off`"
                    + " turns it off.");

    static final ObjectSchema<Announcements> SCHEMA = ObjectSchema.of(
            List.of(STARTED, COMPLETE, ROLLED_BACK),
            values -> new Announcements(values.get(STARTED), values.get(COMPLETE), values.get(ROLLED_BACK)));

    /** As they are where nothing is written. */
    public static final Announcements DEFAULT = Optional.ofNullable(SCHEMA.read(new Cursor(
                    new Node.Mapping(new SourceLocation("default", 1, 1), Map.of()), "announcements", new Problems())))
            .orElseThrow();

    private AnnouncementFields() {}
}
