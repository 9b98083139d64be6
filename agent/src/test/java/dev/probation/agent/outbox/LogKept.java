package dev.probation.agent.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what is logged, with its parameters and what was thrown. */
public final class LogKept extends Handler {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Listens to a logger from now on, whatever level another test of this process has left it or its parents at. */
    public LogKept(Logger logger) {
        this.logger = logger;
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

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

    /** Listens no longer. */
    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(null);
    }
}
