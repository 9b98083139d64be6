package dev.probation.agent.watch;

import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the version of a running service again and again: a change is a deployment, or shows that one was rolled back. */
final class VersionWatch {

    private static final Logger log = LoggerFactory.getLogger(VersionWatch.class);

    private final String service;
    private final Duration every;
    private final Supplier<Future<String>> reader;
    private final VersionObserver observer;
    private final Time time;
    private @Nullable String last;
    private Time.@Nullable Cancellable timer;
    private boolean readable = true;
    private boolean stopped;

    /**
     * @param last the version seen before the agent started, if any
     */
    VersionWatch(
            String service,
            Duration every,
            Supplier<Future<String>> reader,
            VersionObserver observer,
            Time time,
            @Nullable String last) {
        this.service = service;
        this.every = every;
        this.reader = reader;
        this.observer = observer;
        this.time = time;
        this.last = last;
    }

    void start() {
        Guard.begin(reader).onComplete(read -> {
            if (!stopped) {
                take(read);
                timer = time.after(every, this::start);
            }
        });
    }

    private void take(AsyncResult<String> read) {
        noteReadable(read);
        if (read.succeeded()) {
            seen(read.result());
        }
    }

    /** Once per episode: it is asked every few seconds. */
    private void noteReadable(AsyncResult<String> read) {
        if (read.succeeded() == readable) {
            return;
        }
        readable = read.succeeded();
        if (readable) {
            log.info("version readable again service={}", service);
        } else {
            log.warn(
                    "version unreadable service={} cause={}",
                    service,
                    read.cause().getMessage());
        }
    }

    private void seen(String version) {
        String before = last;
        last = version;
        Guard.begin(() -> observer.seen(service, version, before)).onFailure(cause -> {
            log.error(
                    "version change not recorded service={} version={} cause={}", service, version, cause.getMessage());
            last = before;
        });
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
