package dev.probation.agent.web.exchange;

import dev.probation.agent.json.InvalidInputException;
import dev.probation.agent.json.StrictFields;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The ways in which a request says what it wants. Whatever is not known is refused by its name. */
public final class Requests {

    private Requests() {}

    /** The IP address that a request came from. */
    public static String address(RoutingContext context) {
        return address(context.request().connection());
    }

    /** The IP address at the other end. */
    public static String address(HttpConnection connection) {
        SocketAddress remote = connection.remoteAddress();
        return remote == null ? "" : Objects.requireNonNullElse(remote.hostAddress(), "");
    }

    /** The parameters of the query, of which there are no others than these. */
    public static StrictFields query(RoutingContext context, String... known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : context.queryParams().entries()) {
            if (parameters.put(entry.getKey(), entry.getValue()) != null) {
                throw new InvalidInputException("parameter \"" + entry.getKey() + "\" is given twice");
            }
        }
        return StrictFields.ofQuery(parameters).only(known);
    }

    /** The fields of the body, of which there are no others than these; there is no query. */
    public static StrictFields body(RoutingContext context, String... known) {
        refuseParameters(context);
        return StrictFields.ofBody(BodyReader.body(context)).only(known);
    }

    /** Refuses a query, where none is understood. */
    public static void refuseParameters(RoutingContext context) {
        StrictFields unused = query(context);
    }

    /** The name of a service, check, window or receiver. */
    public static Optional<String> name(StrictFields fields, String field) {
        return fields.optionalLine(field, CheckId::isValid, "lower case letters, digits and dashes");
    }
}
