package dev.probation.agent.web.api;

import dev.probation.agent.web.api.RecordingSource.Piece;
import dev.probation.agent.web.connection.Deadlines;
import dev.probation.agent.web.exchange.Requests;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a deployment's recording. Each piece is read once the client has taken the one before; a recording that cannot be
 * sent to its end is cut, so that no client takes the part for the whole.
 */
public final class RecordingRoute {

    /** How many samples are no longer kept: the oldest, but for those from before the deployment. */
    static final String MISSING = "Probation-Missing-Samples";

    private static final Logger log = LoggerFactory.getLogger(RecordingRoute.class);

    private final RecordingSource recordings;
    private final Deadlines deadlines;

    public RecordingRoute(RecordingSource recordings, Deadlines deadlines) {
        this.recordings = recordings;
        this.deadlines = deadlines;
    }

    public void send(RoutingContext context) {
        Requests.refuseParameters(context);
        String id = DeploymentRoutes.id(context);
        recordings
                .piece(id, RecordingSource.BEGINNING)
                .map(found -> found.orElseThrow(() -> DeploymentRoutes.unknown(id)))
                .onSuccess(first -> begin(context, id, first))
                .onFailure(context::fail);
    }

    private void begin(RoutingContext context, String id, Piece first) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/x-ndjson")
                .putHeader(MISSING, Long.toString(first.missing() + first.missingAfter()))
                .setChunked(true);
        Future<Void> sent = context.request().method().equals(HttpMethod.HEAD)
                ? response.end()
                : response.write(first.lines()).compose(taken -> rest(context, id, first));
        sent.onFailure(cause -> cut(context, id, cause));
    }

    private Future<Void> rest(RoutingContext context, String id, Piece sent) {
        deadlines.pieceTaken(context.request().connection());
        return recordings.piece(id, sent.last()).compose(found -> {
            Piece piece = found.orElseThrow(() -> DeploymentRoutes.unknown(id));
            long dropped = piece.missing() + piece.missingAfter() - sent.missingAfter();
            if (dropped > 0) {
                return Future.failedFuture(dropped + " samples were dropped while it was being sent");
            }
            return piece.lines().isEmpty()
                    ? context.response().end()
                    : context.response().write(piece.lines()).compose(taken -> rest(context, id, piece));
        });
    }

    private static void cut(RoutingContext context, String id, Throwable cause) {
        log.warn("recording not sent to its end deployment={} cause={}", id, cause.getMessage());
        context.request().connection().close();
    }
}
