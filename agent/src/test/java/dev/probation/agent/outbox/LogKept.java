package dev.probation.agent.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Keeps what is logged, with its parameters and what was thrown. */
public final class LogKept extends Handler {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord entry) {
        lines.add(entry.getMessage() + ' ' + Arrays.toString(entry.getParameters()) + ' ' + entry.getThrown());
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public void clear() {
        lines.clear();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
