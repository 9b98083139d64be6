package dev.probation.agent.web.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the body of a request, in no more memory than there is for it. */
public final class BodyReader {

    private static final Logger log = LoggerFactory.getLogger(BodyReader.class);
    private static final String CONTINUE = "100-continue";
    private static final String BODY = BodyReader.class.getName() + ".body";
    private static final String CHECK = BodyReader.class.getName() + ".check";

    /** What handling a request takes besides its body, roughly. It also keeps the store's thread from being asked by too many at once. */
    private static final long HANDLING = 256L * 1024;

    /** Memory for a body is asked for as it comes in. What a stranger says of its length is no reason to put any aside. */
    private static final int BEGINNING = 16 * 1024;

    private record Check(BodyCheck check, Runnable passed) {}

    private final long most;

    /** @param most bytes that a body may have */
    public BodyReader(long most) {
        this.most = most;
    }

    /** Has the body checked as it comes in, and {@code passed} run where it passes. */
    static void check(RoutingContext context, BodyCheck check, Runnable passed) {
        RoutingContext unused = context.put(CHECK, new Check(check, passed));
    }

    /** What was read; empty where there was no body. */
    public static Buffer body(RoutingContext context) {
        return context.get(BODY, Buffer.buffer());
    }

    /** Goes on once the body is whole. Does nothing where it has been read already, to which a closer route may have led. */
    public void read(RoutingContext context) {
        if (context.get(BODY) != null) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        long length = length(request);
        if (length > most) {
            throw tooLarge();
        }
        RequestMemory memory = RequestMemory.of(context);
        if (memory.isAdmitted()) {
            memory.takeWhenFree(context, HANDLING + length, () -> read(context, memory, length));
        } else {
            read(context, memory, 0);
        }
    }

    private void read(RoutingContext context, RequestMemory memory, long accounted) {
        goOnIfExpected(context.request());
        new Reading(context, memory, accounted).begin();
    }

    private HttpProblem tooLarge() {
        HttpProblem.Kind kind = HttpProblem.Kind.TOO_LARGE;
        return new HttpProblem(kind, kind.message() + " at this address: expected at most " + most / 1024 + " KiB");
    }

    /** Of the body as the client declares it; 0 where it does not. */
    private static long length(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? 0 : Math.max(0, Long.parseLong(declared));
        } catch (NumberFormatException e) {
            throw HttpProblem.badRequest("expected the header Content-Length to be a number");
        }
    }

    private static void goOnIfExpected(HttpServerRequest request) {
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation == null || request.version() == HttpVersion.HTTP_1_0) {
            return;
        }
        if (!CONTINUE.equalsIgnoreCase(expectation)) {
            throw HttpProblem.badRequest("expected no header Expect other than 100-continue");
        }
        request.response().writeContinue().onFailure(gone -> log.debug("client gone before it sent its body"));
    }

    /** One body on its way in. */
    private final class Reading {

        private final RoutingContext context;
        private final RequestMemory memory;
        private final @Nullable Check check;
        private final Buffer body;
        private long accounted;
        private boolean failed;

        Reading(RoutingContext context, RequestMemory memory, long accounted) {
            this.context = context;
            this.memory = memory;
            this.check = context.get(CHECK);
            this.body = Buffer.buffer((int) Math.min(accounted, BEGINNING));
            this.accounted = accounted;
        }

        void begin() {
            memory.reading();
            HttpServerRequest unused = context.request()
                    .exceptionHandler(this::broken)
                    .handler(this::add)
                    .endHandler(whole -> finish())
                    .resume();
        }

        private void add(Buffer piece) {
            if (failed) {
                return;
            }
            try {
                long size = (long) body.length() + piece.length();
                if (size > most) {
                    throw tooLarge();
                }
                if (size > accounted) {
                    memory.take(size - accounted);
                    accounted = size;
                }
                Buffer unused = body.appendBuffer(piece);
                if (check != null) {
                    check.check().add(piece);
                }
            } catch (HttpProblem problem) {
                fail(problem);
            }
        }

        private void finish() {
            memory.read();
            if (failed) {
                return;
            }
            try {
                if (check != null) {
                    check.check().finish();
                    check.passed().run();
                }
            } catch (HttpProblem problem) {
                fail(problem);
                return;
            }
            RoutingContext unused = context.put(BODY, body);
            context.next();
        }

        /** The client has gone, or what it sends is no HTTP. */
        private void broken(Throwable cause) {
            memory.read();
            if (!(cause instanceof HttpClosedException) && !(cause instanceof IOException)) {
                fail(HttpProblem.badRequest("expected a body as its header says, but it cannot be read"));
            }
        }

        private void fail(HttpProblem problem) {
            if (!failed) {
                failed = true;
                context.fail(problem);
            }
        }
    }
}
