package dev.probation.agent.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {

    @Test
    void jsonIsOneLineWithItsFields() {
        String line = new JsonFormatter().format(record(Level.WARNING, "probe slow check=p95\nsecond \"line\""));

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(new JsonObject(line))
                .isEqualTo(new JsonObject()
                        .put("time", "2026-01-31T10:00:00.123456Z")
                        .put("level", "warn")
                        .put("logger", "dev.probation.agent.watch.Watch")
                        .put("thread", 7)
                        .put("message", "probe slow check=p95\nsecond \"line\""));
    }

    @Test
    void jsonHoldsTheStackTraceOfAnError() {
        LogRecord record = record(Level.SEVERE, "store failed");
        record.setThrown(new IllegalStateException("disk full"));

        String line = new JsonFormatter().format(record);

        assertThat(line).containsOnlyOnce("\n");
        assertThat(new JsonObject(line).getString("error"))
                .startsWith("java.lang.IllegalStateException: disk full")
                .contains("LogFormatTest");
    }

    @Test
    void textIsOneLineThatNobodyCanForge() {
        assertThat(new TextFormatter().format(record(Level.INFO, "version=1\n2026 error Watch: all lost\u001B[2J")))
                .isEqualTo("2026-01-31T10:00:00.123Z info Watch: version=1 2026 error Watch: all lost\uFFFD[2J\n");
    }

    @Test
    void jsonHoldsNothingThatAnOperatorsTerminalObeys() {
        LogRecord record = record(Level.INFO, "version=1\u202E\u009B2J\u007F\u2028");
        record.setThrown(new IllegalStateException("a\u009B31m"));

        String line = new JsonFormatter().format(record);

        assertThat(line).doesNotContain("\u202E", "\u009B", "\u007F", "\u2028");
        assertThat(new JsonObject(line).getString("message")).isEqualTo("version=1\uFFFD\uFFFD2J\uFFFD\uFFFD");
    }

    @Test
    void textHasTheStackTraceBelow() {
        LogRecord record = record(Level.SEVERE, "store failed");
        record.setThrown(new IllegalStateException("disk full"));

        assertThat(new TextFormatter().format(record))
                .contains("error Watch: store failed\njava.lang.IllegalStateException: disk full\n\tat ");
    }

    @ParameterizedTest
    @CsvSource({"SEVERE,error", "WARNING,warn", "INFO,info", "CONFIG,debug", "FINE,debug", "FINER,trace", "FINEST,trace"
    })
    void levelsAreNamedAsOperatorsKnowThem(String level, String name) {
        assertThat(TextFormatter.level(record(Level.parse(level), ""))).isEqualTo(name);
    }

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setInstant(Instant.parse("2026-01-31T10:00:00.123456Z"));
        record.setLoggerName("dev.probation.agent.watch.Watch");
        record.setLongThreadID(7);
        return record;
    }
}
