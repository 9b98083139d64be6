package dev.probation.agent.cli.log;

import dev.probation.agent.text.Sanitizer;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A log record as one line for people; a message cannot forge a second one. */
final class TextFormatter extends Formatter {

    @Override
    public String format(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        StringBuilder line = new StringBuilder(160)
                .append(record.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(level(record))
                .append(' ')
                .append(logger.substring(logger.lastIndexOf('.') + 1))
                .append(": ")
                .append(Sanitizer.LOG.line(formatMessage(record)))
                .append('\n');
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            line.append(Sanitizer.LOG.lines(JsonFormatter.stackTrace(thrown)));
        }
        return line.toString();
    }

    /** As operators know the levels, rather than as the JDK calls them. */
    static String level(LogRecord record) {
        int level = record.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level >= Level.WARNING.intValue()) {
            return "warn";
        }
        if (level >= Level.INFO.intValue()) {
            return "info";
        }
        return level >= Level.FINE.intValue() ? "debug" : "trace";
    }
}
