package dev.probation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NarratorTest {

    private static final Instant BEGAN = Instant.parse("2026-01-31T10:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private Narrator narrator(boolean coloured) {
        return new Narrator(new PrintStream(printed, true, StandardCharsets.UTF_8), BEGAN, coloured);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static JsonObject entry(int second, String what) {
        return new JsonObject().put("at", BEGAN.plusSeconds(second).toString()).put("what", what);
    }

    @Test
    void anEntryHasItsTimeSinceTheBeginning() {
        narrator(false).entry(entry(75, "rolled-back").put("from", "1.4.2").put("to", "1.4.1"));

        assertThat(text().strip()).isEqualTo("1:15  deployer  went back from 1.4.2 to 1.4.1");
    }

    @Test
    void onlyATerminalGetsColours() {
        narrator(false).chapter("A good release");
        assertThat(text()).doesNotContain("\033");

        narrator(true).chapter("A good release");
        assertThat(text()).contains("\033[1mA good release\033[0m");
    }

    @Test
    void aMessageToPeopleIsToldByItsHeadline() {
        narrator(false).entry(entry(1, "slack").put("text", "p95 is failing – 700 ms\nmore"));

        assertThat(text().strip()).isEqualTo("0:01  slack     p95 is failing");
    }

    @Test
    void whatWasDeliveredIsNotToldTwice() {
        narrator(false).entry(entry(1, "").put("kind", "delivered").put("text", "told slack"));

        assertThat(text()).isEmpty();
    }

    @Test
    void aStepThatWasNotSeenSaysWhatWasFoundInItsPlace() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("the agent is ready", "");
        steps.put("one rollback was decided", "rollback stage none");
        steps.put("people were told", " ");

        narrator(false).steps(steps, BEGAN.plusSeconds(80));

        assertThat(text())
                .contains("✓ the agent is ready")
                .contains("✗ not seen: one rollback was decided (rollback stage none)")
                .containsPattern("✗ not seen: people were told\\R")
                .contains("1:20 after the agent was started");
    }
}
