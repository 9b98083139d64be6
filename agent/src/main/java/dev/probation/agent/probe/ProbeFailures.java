package dev.probation.agent.probe;

import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sorts what broke on the way to a target by the type of the exception, since messages change and hold addresses. */
public final class ProbeFailures {

    /** The first line that fits counts, so that a type stands before the types it extends. */
    private static final List<Line> LINES = List.of(
            new Line(Cause.DNS, List.of(UnknownHostException.class, UnresolvedAddressException.class)),
            new Line(
                    Cause.TIMEOUT,
                    List.of(
                            ConnectTimeoutException.class,
                            SslHandshakeTimeoutException.class,
                            SocketTimeoutException.class,
                            TimeoutException.class)),
            new Line(Cause.TLS, List.of(SSLException.class, GeneralSecurityException.class)),
            new Line(Cause.REFUSED, List.of(ConnectException.class, NoRouteToHostException.class)),
            new Line(Cause.TOO_LARGE, List.of(TooLongFrameException.class)),
            new Line(
                    Cause.RESET,
                    List.of(
                            HttpClosedException.class,
                            StreamResetException.class,
                            SocketException.class,
                            ClosedChannelException.class,
                            EOFException.class)),
            new Line(Cause.BAD_BODY, List.of(DecoderException.class, IllegalArgumentException.class)));

    private static final int MAX_DEPTH = 8;

    private ProbeFailures() {}

    private record Line(Cause cause, List<Class<? extends Throwable>> types) {}

    /** The failure that {@code thrown} stands for; {@code peer} is what was asked, such as {@code db:5432}. */
    public static Failed of(Throwable thrown, String peer) {
        return known(thrown, peer)
                .orElseGet(() -> new Failed(
                        Cause.UNKNOWN,
                        Details.of(peer + ": " + thrown.getClass().getSimpleName() + ": " + thrown.getMessage())));
    }

    /** As {@link #of}, or empty where no type in the chain of causes is known. */
    public static Optional<Failed> known(Throwable thrown, String peer) {
        Throwable at = thrown;
        Optional<Failed> found = Optional.empty();
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            Optional<Failed> here = sort(at, peer);
            // a decoder's exception wraps the TLS one that tells more
            if (here.isPresent() && (found.isEmpty() || here.get().cause() == Cause.TLS)) {
                found = here;
            }
            at = at.getCause();
        }
        return found;
    }

    private static Optional<Failed> sort(Throwable thrown, String peer) {
        return LINES.stream()
                .filter(line -> line.types.stream().anyMatch(type -> type.isInstance(thrown)))
                .findFirst()
                .map(line -> new Failed(line.cause, words(line.cause, thrown, peer)));
    }

    private static String words(Cause cause, Throwable thrown, String peer) {
        return switch (cause) {
            case DNS -> Details.of("the name of " + peer + " does not resolve");
            case TIMEOUT -> Details.of("no answer from " + peer + " in time");
            case REFUSED -> Details.of("no connection to " + peer + ": " + reason(thrown));
            case RESET -> Details.of(peer + " closed the connection before the answer was whole");
            case TLS -> Details.of("no trusted TLS session with " + peer + ": " + thrown.getMessage());
            case TOO_LARGE -> Details.of("the head of the answer of " + peer + " is too long");
            case BAD_STATUS, BAD_BODY, DENIED, REJECTED, UNKNOWN ->
                Details.of("the answer of " + peer + " is malformed: "
                        + thrown.getClass().getSimpleName());
        };
    }

    private static String reason(Throwable thrown) {
        return thrown instanceof NoRouteToHostException ? "no route" : "refused";
    }

    /** The failure of a probe that reached its deadline. */
    public static Failed timeout(Duration timeout, String during) {
        return new Failed(
                Cause.TIMEOUT, Details.of("no whole answer within " + Durations.writeExactly(timeout) + ", " + during));
    }
}
