package dev.probation.agent.cli.command;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals that would end a process by default, and are sent to agents to say something else, such as "reload". */
public final class IgnoredSignals {

    private static final Logger log = LoggerFactory.getLogger(IgnoredSignals.class);
    private static final List<String> NAMES = List.of("HUP", "USR1", "USR2");

    private IgnoredSignals() {}

    /** From now on they are logged, and nothing else. */
    public static void ignore() {
        NAMES.forEach(IgnoredSignals::ignore);
    }

    /** By reflection: whoever compiles against the JDK's only class for this is warned, and cannot turn that off. */
    private static void ignore(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object logging = Proxy.newProxyInstance(
                    IgnoredSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        log(name);
                        return null;
                    });
            Object unusedBefore = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), logging);
        } catch (ReflectiveOperationException untaken) {
            log.warn("signal not ignored signal=SIG{} cause={}", name, String.valueOf(untaken.getCause()));
        }
    }

    private static void log(String name) {
        log.warn(
                "signal ignored signal=SIG{} advice=\"send SIGTERM to stop the agent; restart it to have it read its"
                        + " configuration\"",
                name);
    }
}
