package dev.probation.agent.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener.SchedulerEventType;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The durable scheduler, as small as it goes. */
public final class OutboxScheduler {

    /** The same after a restart on the same host, so that what was in work is known as its own. */
    public static final SchedulerName WORKER = new SchedulerName.Hostname();

    private static final Logger log = LoggerFactory.getLogger(OutboxScheduler.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration TO_STOP = Duration.ofSeconds(2);
    private static final int IDLE_SECONDS = 20;

    private OutboxScheduler() {}

    /** @param failed told, on any thread, that it could not read or note something in the store */
    static Scheduler on(DataSource source, Task<?> task, Time time, int threads, Runnable failed) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                thread -> delivering(thread, failed));
        executor.allowCoreThreadTimeOut(true);
        return Scheduler.create(source, task)
                .schedulerName(WORKER)
                .clock(time::now)
                .threads(threads)
                .executorService(executor)
                .dueExecutor(Executors.newSingleThreadExecutor(named("outbox-due")))
                .housekeeperExecutor(Executors.newScheduledThreadPool(1, named("outbox-keeper")))
                .pollingInterval(POLL)
                .enableImmediateExecution()
                .heartbeatInterval(HEARTBEAT)
                .shutdownMaxWait(TO_STOP)
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onSchedulerEvent(SchedulerEventType type) {
                        if (type == SchedulerEventType.UNEXPECTED_ERROR) {
                            failed.run();
                        }
                    }
                })
                .build();
    }

    private static Thread delivering(Runnable task, Runnable failed) {
        Thread thread = named("outbox").newThread(task);
        thread.setUncaughtExceptionHandler((ended, thrown) -> {
            log.warn("a delivery was not begun or noted, trying again cause={}", thrown.getMessage());
            failed.run();
        });
        return thread;
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
