package dev.probation.agent.config.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.Announcement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementTest {

    private static Map<String, String> facts(String... more) {
        Map<String, String> facts = new HashMap<>(Map.of(
                "service", "bookreader",
                "version", "1.4.2",
                "deployed", "2026-01-31 12:00 UTC",
                "until", "2026-02-03 12:00 UTC",
                "duration", "3d",
                "reason", "all windows ended, verdict pass"));
        for (int i = 0; i < more.length; i += 2) {
            facts.put(more[i], more[i + 1]);
        }
        return facts;
    }

    @Test
    void saysThatAVersionGoesOut() {
        assertThat(AnnouncementFields.DEFAULT.started().with(facts("previous", "1.4.1")))
                .contains("""
                bookreader 1.4.2 is going out, after 1.4.1.

                When: live since 2026-01-31 12:00 UTC
                Duration: watched for 3d, until 2026-02-03 12:00 UTC

                You will hear how it goes.""");
    }

    @Test
    void saysNothingOfWhatIsNotKnown() {
        assertThat(AnnouncementFields.DEFAULT.started().with(facts()).orElseThrow())
                .startsWith("bookreader 1.4.2 is going out.\n");
    }

    @Test
    void saysThatAVersionHasProvenItself() {
        assertThat(AnnouncementFields.DEFAULT.complete().with(facts())).contains("""
                bookreader 1.4.2 is deployed, and has passed its probation.

                It went live at 2026-01-31 12:00 UTC and was watched for 3d: all windows ended, verdict pass.""");
    }

    @Test
    void saysThatARollbackBeginsAndThatItHelped() {
        Announcement words = AnnouncementFields.DEFAULT.rolledBack();

        assertThat(words.with(facts("decided", "yes", "previous", "1.4.1", "reason", "7 % errors")))
                .contains("""
                There is a problem with bookreader 1.4.2, and it is being rolled back; the version before it was 1.4.1.

                Live since: 2026-01-31 12:00 UTC
                What is wrong: 7 % errors""");
        assertThat(words.with(facts("recovered", "yes", "reason", "error-rate is good again"))
                        .orElseThrow())
                .startsWith("bookreader 1.4.2 was rolled back, and what was wrong is good again.\n")
                .endsWith("What was looked at: error-rate is good again");
    }

    @Test
    void escapesNothingSinceEachReceiverDoes() {
        assertThat(Announcement.parse("{{reason}}").with(Map.of("reason", "a < b & \"c\"")))
                .contains("a < b & \"c\"");
    }

    @Test
    void aFactIsNoTemplate() {
        assertThat(Announcement.parse("{{reason}}").with(Map.of("reason", "{{service}}")))
                .contains("{{service}}");
    }

    @Test
    void saysNothingWhereItIsOffOrComesToNothing() {
        assertThat(Announcement.parse("off").with(facts())).isEmpty();
        assertThat(Announcement.parse("{{#previous}}after {{previous}}{{/previous}}")
                        .with(facts()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {{servise}}               | unknown field "servise" in line 1 of the template; did you mean "service"?
            {{#previous}}             | Section missing close tag 'previous' @ line 1
            {{#previous}}x{{/reason}} | mismatched open tag
            {{/previous}}             | Section close tag with no open tag
            live {{version            | found {{ without }}
            {{}}                      | expected a name between the braces
            {{>words}}                | found {{>words}}
            {{service.name}}          | unknown field "service.name"
            {{.}}                     | unknown field "."
            """)
    void refusesWhatIsNoTemplate(String text, String message) {
        assertThatThrownBy(() -> Announcement.parse(text).with(facts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
