package dev.probation.agent.http;

import dev.probation.agent.names.NameGoneException;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.EncoderException;
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
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What can go wrong between the agent and whom it calls. Sorted by the type of the exception, since messages change and hold
 * addresses.
 */
public enum NetworkFailure {
    /** The name could not be looked up, or never stood for anything. */
    UNKNOWN_NAME,
    /** The name stood for something before, and the resolver says that it does no more. */
    NAME_GONE,
    CONNECT_TIMEOUT,
    TIMEOUT,
    /** No TLS, or none that is trusted. */
    TLS,
    NO_ROUTE,
    REFUSED,
    LONG_HEAD,
    LONG_BODY,
    /** The connection ended before the answer was whole. */
    RESET,
    TOO_MANY_REDIRECTS,
    /** A redirect leads to where none is followed to. */
    FORBIDDEN_REDIRECT,
    MALFORMED,
    /** The agent could not prepare or write the request: its own fault, which says nothing of whom it calls. */
    NOT_SENT,
    UNKNOWN;

    /** The first line that fits counts, so that a type stands before the types it extends. */
    private static final List<Line> LINES = List.of(
            new Line(NOT_SENT, List.of(CaFileException.class, ChannelException.class, EncoderException.class)),
            new Line(NAME_GONE, List.of(NameGoneException.class)),
            new Line(UNKNOWN_NAME, List.of(UnknownHostException.class, UnresolvedAddressException.class)),
            new Line(
                    CONNECT_TIMEOUT,
                    List.of(
                            ConnectTimeoutException.class,
                            SslHandshakeTimeoutException.class,
                            HttpConnectTimeoutException.class)),
            new Line(
                    TIMEOUT, List.of(SocketTimeoutException.class, TimeoutException.class, HttpTimeoutException.class)),
            new Line(TLS, List.of(SSLException.class, GeneralSecurityException.class)),
            new Line(NO_ROUTE, List.of(NoRouteToHostException.class)),
            new Line(REFUSED, List.of(ConnectException.class)),
            new Line(LONG_HEAD, List.of(TooLongFrameException.class)),
            new Line(LONG_BODY, List.of(LongBodyException.class)),
            new Line(
                    RESET,
                    List.of(
                            HttpClosedException.class,
                            StreamResetException.class,
                            SocketException.class,
                            ClosedChannelException.class,
                            EOFException.class)),
            new Line(MALFORMED, List.of(DecoderException.class, IllegalArgumentException.class)));

    private static final int MAX_DEPTH = 8;

    private record Line(NetworkFailure failure, List<Class<? extends Throwable>> types) {}

    /**
     * An exception that was sorted.
     *
     * @param by the one of the chain of causes that tells so
     */
    public record Sorted(NetworkFailure failure, Throwable by) {}

    /** What {@code thrown} stands for; {@link #UNKNOWN} where no type in the chain of causes is known. */
    public static Sorted sort(Throwable thrown) {
        return known(thrown).orElseGet(() -> new Sorted(UNKNOWN, thrown));
    }

    /** As {@link #sort}, or empty where no type in the chain of causes is known. */
    public static Optional<Sorted> known(Throwable thrown) {
        Throwable at = thrown;
        Optional<Sorted> found = Optional.empty();
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            Optional<Sorted> here = alone(at);
            // a decoder's exception wraps the TLS one that tells more
            if (here.isPresent() && (found.isEmpty() || here.get().failure() == TLS)) {
                found = here;
            }
            at = at.getCause();
        }
        return found;
    }

    private static Optional<Sorted> alone(Throwable thrown) {
        return LINES.stream()
                .filter(line -> line.types.stream().anyMatch(type -> type.isInstance(thrown)))
                .findFirst()
                .map(line -> new Sorted(line.failure, thrown));
    }
}
