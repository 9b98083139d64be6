package dev.probation.agent.store.sql.database;

import dev.probation.agent.store.Lease;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.time.Time;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row that says whose a PostgreSQL store is, with a token that rises each time it is taken. Whoever has it renews it every
 * few seconds; each transaction that writes asks for it, with its token and by the database's clock, and locks it against being
 * taken until the end of the transaction. So one that was taken from its holder without its knowledge writes nothing.
 *
 * <p>It has a connection of its own, which only its own thread uses, so that no slow statement of the store keeps it from
 * being renewed. How long it is held is also known here without the database, counted from before it was asked for.
 */
final class PostgresLease implements Lease, AutoCloseable {

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(2);

    /** What failed to be asked longer ago than this says nothing of now: the process may have been stopped since. */
    private static final Duration RECENT = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(PostgresLease.class);

    private final String store;
    private final LeaseRow row;
    private final Time time;
    private final Consumer<StoreInUseException> lost;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "lease");
        made.setDaemon(true);
        return made;
    });
    private volatile long token;
    private volatile boolean taken;
    private volatile long heldUntil;
    /** When the last attempt to renew it began, which failed; it means nothing before {@link #heldUntil}. */
    private volatile long failedFrom;

    private volatile @Nullable StoreInUseException takenAway;

    /**
     * @param store its address, for people
     * @param lost told once, on the lease's thread, that another agent has it
     */
    PostgresLease(String store, LeaseRow row, Time time, Consumer<StoreInUseException> lost) {
        this.store = store;
        this.row = row;
        this.time = time;
        this.lost = lost;
    }

    /** Work on the lease's thread. */
    private interface Asking<T> {
        T ask() throws SQLException;
    }

    /**
     * Looks without writing anything.
     *
     * @throws StoreInUseException where another agent has it
     */
    void requireFree() throws SQLException {
        Optional<String> holder = on(row::heldBy);
        if (holder.isPresent()) {
            throw new StoreInUseException(store, holder.orElseThrow());
        }
    }

    /**
     * Takes it, and renews it from now on.
     *
     * @throws StoreInUseException where another agent has it
     */
    void take() throws SQLException {
        token = on(() -> {
            long asked = time.nanos();
            Optional<Long> mine = row.take();
            if (mine.isEmpty()) {
                throw new StoreInUseException(store, row.holder());
            }
            heldUntil = asked + LeaseRow.TERM.toNanos();
            return mine.orElseThrow();
        });
        taken = true;
        long every = RENEWED_EVERY.toMillis();
        ScheduledFuture<?> unusedRepeated =
                thread.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        if (takenAway != null) {
            return;
        }
        long asked = time.nanos();
        try {
            if (row.renew(token)) {
                heldUntil = asked + LeaseRow.TERM.toNanos();
            } else {
                lose(new StoreInUseException(store, row.holder()));
            }
        } catch (SQLException | RuntimeException e) {
            failedFrom = asked;
            row.disconnect();
            log.debug("lease not renewed, trying again cause={}", e.getMessage());
        }
    }

    private void lose(StoreInUseException why) {
        takenAway = why;
        row.disconnect();
        lost.accept(why);
    }

    @Override
    public CompletionStage<Standing> standing() {
        Standing known = known();
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        try {
            return CompletableFuture.supplyAsync(this::asked, thread);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(Standing.UNREACHABLE);
        }
    }

    private Standing asked() {
        if (known() == null) {
            renew();
        }
        Standing known = known();
        return known == null ? Standing.UNREACHABLE : known;
    }

    /** Null where it has run out, and the database was not asked since. */
    private @Nullable Standing known() {
        if (takenAway != null) {
            return Standing.LOST;
        }
        long now = time.nanos();
        if (!taken || heldUntil - now > 0) {
            return Standing.HELD;
        }
        boolean isAsked = failedFrom - heldUntil > 0 && now - failedFrom < RECENT.toNanos();
        return isAsked ? Standing.UNREACHABLE : null;
    }

    /**
     * Blocks while it is not known whether another agent has it.
     *
     * @throws StoreInUseException where one has
     */
    void requireNotLost() {
        try {
            Standing unusedStanding = standing().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new StoreException("store " + store + ": its lease cannot be asked for", e);
        }
        StoreInUseException why = takenAway;
        if (why != null) {
            throw why;
        }
    }

    /**
     * To be called as a transaction begins: it can be taken by nobody until the end of that.
     *
     * @throws StoreException where it is not this agent's by the database's clock
     */
    void fence(Connection writing) throws SQLException {
        if (!LeaseRow.isLocked(writing, token)) {
            soon(this::renew);
            throw new StoreException("store " + store
                    + " cannot be written: the agent's lease on it has run out; it is being asked for again");
        }
    }

    /** Has it use a new connection. */
    void reconnect() {
        soon(() -> {
            row.disconnect();
            if (taken) {
                renew();
            }
        });
    }

    /** Unless it is closed. */
    private void soon(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException closed) {
            log.debug("lease closed already");
        }
    }

    private <T> T on(Asking<T> asking) throws SQLException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(asking.ask());
            } catch (SQLException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("store " + store + " was not waited for", e);
        }
    }

    /** Gives it back, where it is this agent's and the database answers. */
    @Override
    public void close() {
        soon(() -> {
            boolean hasRunOut = heldUntil - time.nanos() <= 0;
            if (taken && takenAway == null && !hasRunOut) {
                giveBack();
            }
            row.disconnect();
        });
        thread.shutdown();
        try {
            boolean unusedEnded = thread.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack() {
        try {
            row.giveBack(token);
        } catch (SQLException e) {
            log.warn("lease on the store not given back, it runs out soon cause={}", e.getMessage());
        }
    }
}
