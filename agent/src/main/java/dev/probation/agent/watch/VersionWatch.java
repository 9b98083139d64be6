package dev.probation.agent.watch;

import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the version of a running service again and again: a change is a deployment, or shows that one was rolled back. */
final class VersionWatch {

    private static final Logger log = LoggerFactory.getLogger(VersionWatch.class);

    /** Is told of what is read, on the watch's event loop. */
    interface Listener {

        /** At each reading, at once. */
        void read(String service, String version);

        /** At each reading that fails though one succeeded before, at once. */
        void unreadable(String service, String cause);

        /**
         * At a reading, unless the one before is being recorded still.
         *
         * @param before the version that was recorded last, if any
         * @return the version that counts as recorded now
         */
        Future<String> record(String service, String version, @Nullable String before);
    }

    private final String service;
    private final Guard reading;
    private final Duration every;
    private final Supplier<Future<String>> reader;
    private final Listener listener;
    private final Time time;
    private @Nullable String recorded;
    private boolean recording;
    private Time.@Nullable Cancellable timer;
    private boolean readable = true;
    private boolean wasReadable;
    private boolean stopped;

    /**
     * @param recorded the version seen before the agent started, if any
     * @param wasReadable whether any was ever read
     */
    VersionWatch(
            String service,
            Duration every,
            Supplier<Future<String>> reader,
            Listener listener,
            Time time,
            @Nullable String recorded,
            boolean wasReadable) {
        this.service = service;
        this.reading = new Guard("version-watch", service);
        this.every = every;
        this.reader = reader;
        this.listener = listener;
        this.time = time;
        this.recorded = recorded;
        this.wasReadable = wasReadable;
    }

    void start() {
        Guard.begin(reader).onComplete(read -> {
            if (!stopped) {
                reading.run(() -> take(read));
                timer = time.after(every, this::start);
            }
        });
    }

    private void take(AsyncResult<String> read) {
        noteReadable(read);
        if (read.succeeded()) {
            wasReadable = true;
            seen(read.result());
        } else if (wasReadable) {
            listener.unreadable(service, cause(read.cause()));
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
            log.warn("version unreadable service={} cause={}", service, cause(read.cause()));
        }
    }

    private static String cause(Throwable thrown) {
        return Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
    }

    private void seen(String version) {
        listener.read(service, version);
        if (!recording) {
            record(version);
        }
    }

    /** One after another: while the store is slow, what is read meanwhile is held against what was recorded in the end. */
    private void record(String version) {
        recording = true;
        Guard.begin(() -> listener.record(service, version, recorded)).onComplete(done -> {
            recording = false;
            if (done.succeeded()) {
                recorded = done.result();
            } else {
                log.error(
                        "version read but not recorded service={} version={} cause={}",
                        service,
                        version,
                        done.cause().getMessage());
            }
        });
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
