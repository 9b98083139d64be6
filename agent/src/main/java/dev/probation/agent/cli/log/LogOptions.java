package dev.probation.agent.cli.log;

import java.sql.SQLException;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --log.format} and {@code --log.level}: the log goes to standard error, one line for each event. */
public final class LogOptions {

    /** Strongly held, since the JDK forgets the level of a logger that nobody holds. */
    private static final Logger OURS = Logger.getLogger("dev.probation");

    /** Its warnings are of broken connections, with stack traces: a probe's error is a sample, the store's is logged. */
    private static final Logger POOLS = Logger.getLogger("com.zaxxer.hikari");

    private static final String SCHEDULER = "com.github.kagkarlsson.";

    /** The forms of a line. */
    enum Form {
        TEXT,
        JSON
    }

    /** What is logged, from least to most. */
    public enum Threshold {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        /** As people write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Level ours() {
            return switch (this) {
                case ERROR -> Level.SEVERE;
                case WARN -> Level.WARNING;
                case INFO -> Level.INFO;
                case DEBUG -> Level.FINE;
                case TRACE -> Level.FINEST;
            };
        }

        /** Libraries are less interesting than we are. */
        private Level libraries() {
            return switch (this) {
                case ERROR -> Level.SEVERE;
                case WARN, INFO -> Level.WARNING;
                case DEBUG -> Level.INFO;
                case TRACE -> Level.FINE;
            };
        }

        private Level pools() {
            return this == DEBUG || this == TRACE ? libraries() : Level.OFF;
        }
    }

    @Option(
            names = "--log.format",
            paramLabel = "FORM",
            defaultValue = "TEXT",
            description = "The log's format: text (default) or json.")
    private Form form = Form.TEXT;

    @Option(
            names = "--log.level",
            paramLabel = "LEVEL",
            description = "The log's level: error, warn, info, debug or trace. Default: ${DEFAULT-VALUE}.")
    private Threshold level;

    public LogOptions() {
        this(Threshold.INFO);
    }

    /** Logs from {@code usual} on where the option is not given. */
    public LogOptions(Threshold usual) {
        this.level = usual;
    }

    /** Called once, before the first line is logged. */
    public void apply() {
        Logger root = Logger.getLogger("");
        for (Handler before : root.getHandlers()) {
            root.removeHandler(before);
        }
        Handler handler = new ConsoleHandler();
        handler.setFormatter(formatter());
        handler.setLevel(Level.ALL);
        handler.setFilter(this::isNews);
        root.addHandler(handler);
        root.setLevel(level.libraries());
        OURS.setLevel(level.ours());
        POOLS.setLevel(level.pools());
    }

    private Formatter formatter() {
        return switch (form) {
            case TEXT -> new TextFormatter();
            case JSON -> new JsonFormatter();
        };
    }

    /** The scheduler says each second, with a stack trace, that the store is away, which the agent says once itself. */
    private boolean isNews(LogRecord entry) {
        String logger = entry.getLoggerName();
        boolean ofScheduler = logger != null && logger.startsWith(SCHEDULER);
        boolean verbose = level == Threshold.DEBUG || level == Threshold.TRACE;
        return verbose || !ofScheduler || !isOfDatabase(entry.getThrown());
    }

    private static boolean isOfDatabase(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }
}
