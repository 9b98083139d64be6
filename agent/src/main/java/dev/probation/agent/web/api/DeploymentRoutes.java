package dev.probation.agent.web.api;

import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Planned;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.json.StrictFields;
import dev.probation.agent.past.GivenBaseline;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.Replies;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.rules.sample.RecordingException;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be asked of and told to the deployments over HTTP. */
public final class DeploymentRoutes {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,200}");
    private static final String BASELINE = "baseline";
    private static final int MOST_AT_ONCE = 500;
    private static final int USUAL = 20;

    private final Deployments deployments;
    private final ReportSource reports;
    private final Time time;

    public DeploymentRoutes(Deployments deployments, ReportSource reports, Time time) {
        this.deployments = deployments;
        this.reports = reports;
        this.time = time;
    }

    public void announce(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "service", "version", "deployedAt", "rollback", BASELINE);
        String service = parameters.line("service");
        String version = parameters.line("version");
        Optional<Instant> deployedAt = parameters.optionalInstant("deployedAt");
        boolean rollback = parameters.flag("rollback");
        List<Sample> baseline = parameters
                .optionalText(BASELINE, GivenBaseline.MOST_CHARACTERS)
                .map(text -> baseline(text, service))
                .orElse(List.of());
        Instant before = time.now().truncatedTo(ChronoUnit.MILLIS);
        deployments
                .announce(service, version, deployedAt.orElse(null), rollback, baseline)
                .onSuccess(view -> announced(context, view, before))
                .onFailure(context::fail);
    }

    private static List<Sample> baseline(String text, String service) {
        try {
            return GivenBaseline.read(BASELINE, text, service);
        } catch (RecordingException | IllegalArgumentException e) {
            throw HttpProblem.badRequest("field \"baseline\": " + e.getMessage());
        }
    }

    /** What was announced before this request came was known to the agent already. */
    private static void announced(RoutingContext context, DeploymentView view, Instant before) {
        boolean known = view.stored().deployment().announcedAt().isBefore(before);
        context.response()
                .setStatusCode(known ? 200 : 201)
                .putHeader(
                        HttpHeaders.LOCATION,
                        "/api/v1/deployments/" + view.stored().deployment().id());
        Replies.json(context, DeploymentJson.of(view));
    }

    public void list(RoutingContext context) {
        StrictFields parameters = Requests.query(context, "service", "limit");
        Optional<String> service = Requests.name(parameters, "service");
        deployments
                .newest(
                        service.orElse(null),
                        parameters.writtenNumber("limit", MOST_AT_ONCE).orElse(USUAL))
                .onSuccess(views -> Replies.json(context, new JsonObject().put("deployments", all(views))))
                .onFailure(context::fail);
    }

    private static JsonArray all(List<DeploymentView> views) {
        JsonArray array = new JsonArray();
        views.forEach(view -> array.add(DeploymentJson.of(view)));
        return array;
    }

    public void show(RoutingContext context) {
        Requests.refuseParameters(context);
        find(context)
                .onSuccess(view -> Replies.json(context, DeploymentJson.of(view)))
                .onFailure(context::fail);
    }

    public void verdict(RoutingContext context) {
        Requests.refuseParameters(context);
        find(context).onSuccess(view -> Replies.json(context, flat(view))).onFailure(context::fail);
    }

    /** Flat, so that a delivery tool needs one path into it. Not ok while it runs, nor once it is rolled back. */
    private static JsonObject flat(DeploymentView view) {
        StoredDeployment stored = view.stored();
        boolean good = view.verdict() == Verdict.PASS || view.verdict() == Verdict.WARN;
        return new JsonObject()
                .put("ok", good && view.rollback().isEmpty())
                .put("verdict", view.verdict().label())
                .put("final", !stored.phase().isOpen())
                .put("phase", DeploymentJson.label(stored.phase()))
                .put("rollback", view.rollback().isPresent())
                .put("id", stored.deployment().id())
                .put("service", stored.deployment().service())
                .put("version", stored.deployment().version())
                .put("asOf", view.asOf().toString())
                .put("current", view.current())
                .put("reason", reason(view));
    }

    private static String reason(DeploymentView view) {
        return view.rollback()
                .map(DeploymentView.Rollback::reason)
                .or(() -> view.windows().stream()
                        .filter(window -> window.verdict() == view.verdict())
                        .map(WindowVerdict::reason)
                        .findFirst())
                .orElse("");
    }

    public void report(RoutingContext context) {
        StrictFields parameters = Requests.query(context, "format", "window");
        ReportSource.Format format = format(parameters.optionalLine("format").orElse("json"));
        Optional<String> window = Requests.name(parameters, "window");
        String id = id(context);
        reports.report(id, format, window.orElse(null))
                .compose(report ->
                        report.map(Future::succeededFuture).orElseGet(() -> noReport(id, window.orElse(null))))
                .onSuccess(report -> Replies.text(context, format.contentType(), report))
                .onFailure(context::fail);
    }

    private static ReportSource.Format format(String name) {
        return switch (name) {
            case "json" -> ReportSource.Format.JSON;
            case "markdown" -> ReportSource.Format.MARKDOWN;
            default ->
                throw HttpProblem.badRequest(
                        "parameter \"format\": expected json or markdown, but found \"" + name + '"');
        };
    }

    /** There may be no such deployment, no such window, or it may not have begun. */
    private Future<String> noReport(String id, @Nullable String window) {
        return deployments.find(id).compose(found -> {
            DeploymentView view = found.orElseThrow(() -> unknown(id));
            String name = window == null ? "" : window;
            List<String> planned = view.planned().stream().map(Planned::name).toList();
            String ended = view.stored().phase().isOpen() ? "" : ", or the deployment ended before it began";
            String why =
                    planned.contains(name) ? " has not begun" : " does not exist" + ended + Nearest.hint(name, planned);
            return Future.failedFuture(HttpProblem.notFound("deployment \"" + id + "\": window \"" + name + '"' + why));
        });
    }

    public void cancel(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "by", "reason");
        reply(context, deployments.cancel(id(context), parameters.line("by"), parameters.paragraph("reason")));
    }

    public void rollback(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "by", "reason");
        reply(context, deployments.rollback(id(context), parameters.line("by"), parameters.paragraph("reason")));
    }

    public void confirm(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "by");
        reply(context, deployments.confirmRollback(id(context), parameters.line("by")));
    }

    public void approve(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "by", "receiver");
        Optional<String> receiver = Requests.name(parameters, "receiver");
        reply(context, deployments.approve(id(context), receiver.orElse(null), parameters.line("by")));
    }

    public void sign(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "by", "note");
        String note = parameters.optionalParagraph("note").orElse("");
        reply(context, deployments.signOff(id(context), context.pathParam("name"), parameters.line("by"), note));
    }

    private static void reply(RoutingContext context, Future<DeploymentView> view) {
        view.onSuccess(known -> Replies.json(context, DeploymentJson.of(known))).onFailure(context::fail);
    }

    private Future<DeploymentView> find(RoutingContext context) {
        String id = id(context);
        return deployments.find(id).map(view -> view.orElseThrow(() -> unknown(id)));
    }

    /** Whatever cannot be an id names nothing, and is asked of nobody. */
    static String id(RoutingContext context) {
        String id = context.pathParam("id");
        if (!ID.matcher(id).matches()) {
            throw unknown(id);
        }
        return id;
    }

    static HttpProblem unknown(String id) {
        return HttpProblem.notFound(Deployments.unknown(id));
    }
}
