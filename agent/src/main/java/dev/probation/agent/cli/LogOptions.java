package dev.probation.agent.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** {@code --log.format} and {@code --log.level}: the log goes to standard error, one line for each event. */
final class LogOptions {

    /** Strongly held, since the JDK forgets the level of a logger that nobody holds. */
    private static final Logger OURS = Logger.getLogger("dev.probation");

    /** The forms of a line. */
    enum Form {
        TEXT,
        JSON
    }

    /** What is logged, from least to most. */
    enum Threshold {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

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
    }

    @Option(
            names = "--log.format",
            paramLabel = "FORM",
            defaultValue = "TEXT",
            description = "Log as text (default) or json.")
    private Form form = Form.TEXT;

    @Option(
            names = "--log.level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "Log error, warn, info (default), debug or trace.")
    private Threshold level = Threshold.INFO;

    /** Called once, before the first line is logged. */
    void apply() {
        LogManager.getLogManager().reset();
        Handler handler = new ConsoleHandler();
        handler.setFormatter(formatter());
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(level.libraries());
        OURS.setLevel(level.ours());
    }

    private Formatter formatter() {
        return switch (form) {
            case TEXT -> new TextFormatter();
            case JSON -> new JsonFormatter();
        };
    }
}
