package dev.probation.agent.cli.log;

import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A log record as one line of JSON; JSON escapes line breaks, but not all that a terminal obeys. */
final class JsonFormatter extends Formatter {

    @Override
    public String format(LogRecord record) {
        JsonObject line = new JsonObject()
                .put("time", record.getInstant().toString())
                .put("level", TextFormatter.level(record))
                .put("logger", String.valueOf(record.getLoggerName()))
                .put("thread", record.getLongThreadID())
                .put("message", formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            line.put("error", stackTrace(thrown));
        }
        return Sanitizer.LOG.line(line.encode()) + '\n';
    }

    static String stackTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
