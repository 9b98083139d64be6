package dev.probation.agent.servers;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Stands on a port of its own before a real server, and misbehaves as told; connections already open too. */
public final class FaultProxy implements AutoCloseable {

    /** How it misbehaves. */
    public enum Fault {
        NONE,
        /** Takes the connection and says nothing. */
        HANG,
        /** Resets the connection. */
        RESET,
        /** Closes the connection without a word. */
        EMPTY,
        /** Passes on the first byte of an answer and closes. */
        HALF,
        /** Passes on one byte a second. */
        DRIP,
        /** Passes on each answer after a second. */
        SLOW
    }

    private static final long DRIP_MILLIS = 1_000;

    private final Vertx vertx;
    private final NetClient client;
    private final NetServer server;
    private final int upstreamPort;
    private final String host;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile int most = Integer.MAX_VALUE;
    private volatile Fault then = Fault.NONE;
    private volatile Function<Buffer, List<Buffer>> answers = List::of;
    private final AtomicReference<Buffer> heard = new AtomicReference<>(Buffer.buffer());
    private final AtomicLong said = new AtomicLong();

    private FaultProxy(Vertx vertx, int upstreamPort, String host, int port) {
        this.vertx = vertx;
        this.upstreamPort = upstreamPort;
        this.host = host;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer(new NetServerOptions().setHost(host).setPort(port))
                .connectHandler(this::accept);
        Await.done(server.listen());
    }

    /** A proxy before a server on loopback. */
    public static FaultProxy before(Vertx vertx, int upstreamPort) {
        return new FaultProxy(vertx, upstreamPort, "127.0.0.1", 0);
    }

    /** A proxy before the same server, at the same port of another address of loopback. */
    public FaultProxy at(String host) {
        return new FaultProxy(vertx, upstreamPort, host, port());
    }

    public int port() {
        return server.actualPort();
    }

    public void set(Fault next) {
        fault = next;
    }

    /** Misbehaves on each connection after so many answers. */
    public void setAfter(int answers, Fault next) {
        then = next;
        most = answers;
    }

    /** Takes for answers, each of which may be misbehaved on, what this makes of the bytes that a server sends. */
    public void read(Function<Buffer, List<Buffer>> next) {
        answers = next;
    }

    /** What clients have said since they were last asked for. */
    public Buffer heard() {
        return heard.getAndSet(Buffer.buffer());
    }

    /** Bytes of answers that were passed on. */
    public long said() {
        return said.get();
    }

    /** Connections of clients that there have been. */
    public int accepted() {
        return accepted.get();
    }

    /** Connections of clients that are open now. */
    public int openConnections() {
        return open.get();
    }

    private void accept(NetSocket near) {
        open.incrementAndGet();
        accepted.incrementAndGet();
        near.exceptionHandler(ignored -> near.close());
        if (fault == Fault.RESET || fault == Fault.EMPTY) {
            near.closeHandler(closed -> open.decrementAndGet());
            near.handler(question -> end(near));
            return;
        }
        near.pause();
        client.connect(upstreamPort, "127.0.0.1")
                .onSuccess(far -> join(near, far))
                .onFailure(refused -> near.close());
        near.closeHandler(closed -> open.decrementAndGet());
    }

    private void join(NetSocket near, NetSocket far) {
        near.closeHandler(closed -> {
            open.decrementAndGet();
            far.close();
        });
        far.exceptionHandler(ignored -> far.close());
        far.closeHandler(closed -> near.close());
        AtomicInteger passed = new AtomicInteger();
        far.handler(sent -> {
            for (Buffer answer : answers.apply(sent)) {
                pass(answer, near, passed.incrementAndGet() > most ? then : fault);
            }
        });
        near.handler(question -> {
            Buffer unusedAll = heard.updateAndGet(before -> before.copy().appendBuffer(question));
            if (fault == Fault.RESET || fault == Fault.EMPTY) {
                end(near);
            } else if (fault != Fault.HANG) {
                far.write(question);
            }
        });
        near.resume();
    }

    private void pass(Buffer answer, NetSocket near, Fault now) {
        said.addAndGet(answer.length());
        switch (now) {
            case NONE -> near.write(answer);
            case HANG -> {}
            case RESET, EMPTY -> end(near);
            case HALF -> near.write(answer.getBuffer(0, 1)).onComplete(written -> near.close());
            case DRIP -> drip(answer, 0, near);
            case SLOW -> vertx.setTimer(DRIP_MILLIS, fired -> near.write(answer));
        }
    }

    private void drip(Buffer answer, int at, NetSocket near) {
        if (at < answer.length()) {
            near.write(answer.getBuffer(at, at + 1));
            vertx.setTimer(DRIP_MILLIS, fired -> drip(answer, at + 1, near));
        }
    }

    /** Unread bytes make the kernel send a reset; an orderly close follows where all was read. */
    private void end(NetSocket near) {
        near.close();
    }

    /** From here on connections are refused. */
    @Override
    public void close() {
        int port = port();
        Await.done(server.close());
        Await.refused(host, port);
        Await.done(client.close());
    }
}
