package dev.probation.agent.servers;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

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
        DRIP
    }

    private static final long DRIP_MILLIS = 1_000;

    private final Vertx vertx;
    private final NetClient client;
    private final NetServer server;
    private final int upstreamPort;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile int most = Integer.MAX_VALUE;

    private FaultProxy(Vertx vertx, int upstreamPort, String host, int port) {
        this.vertx = vertx;
        this.upstreamPort = upstreamPort;
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

    /** Ends each connection after so many answers. */
    public void endAfter(int answers) {
        most = answers;
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
        AtomicInteger answers = new AtomicInteger();
        far.handler(answer -> {
            if (answers.incrementAndGet() > most) {
                end(near);
            } else {
                pass(answer, near);
            }
        });
        near.handler(question -> {
            if (fault == Fault.RESET || fault == Fault.EMPTY) {
                end(near);
            } else if (fault != Fault.HANG) {
                far.write(question);
            }
        });
        near.resume();
    }

    private void pass(Buffer answer, NetSocket near) {
        switch (fault) {
            case NONE -> near.write(answer);
            case HANG -> {}
            case RESET, EMPTY -> end(near);
            case HALF -> near.write(answer.getBuffer(0, 1)).onComplete(written -> near.close());
            case DRIP -> drip(answer, 0, near);
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

    @Override
    public void close() {
        Await.done(server.close());
        Await.done(client.close());
    }
}
