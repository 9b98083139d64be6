package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** A report as JSON: the deployment as the API shows it, and what led to it. */
public final class ReportJson {

    private ReportJson() {}

    /** The report on the whole deployment as it stands. */
    public static JsonObject deployment(DeploymentView view, List<JournalEntry> journal) {
        return report(ReportModel.ofDeployment(view, journal));
    }

    /** The report on one window; empty where the deployment has no such window, or it has not begun. */
    public static Optional<JsonObject> window(DeploymentView view, List<JournalEntry> journal, String name) {
        return ReportModel.ofWindow(view, journal, name).map(ReportJson::report);
    }

    private static JsonObject report(ReportModel model) {
        JsonObject report = new JsonObject().put("summary", Headline.of(model));
        model.only().ifPresent(window -> report.put("window", window.name()));
        report.put("verdict", model.verdict().label());
        report.mergeIn(DeploymentJson.of(model.view()));
        report.put("windows", windows(model.windows()));
        return report.put("transitions", entries(model.of(JournalEntry.Kind.TRANSITION)))
                .put("gaps", entries(model.of(JournalEntry.Kind.GAP)))
                .put("clockJumps", entries(model.of(JournalEntry.Kind.CLOCK_JUMPED)))
                .put("undelivered", entries(model.of(JournalEntry.Kind.UNDELIVERED)))
                .put("silenced", entries(model.of(JournalEntry.Kind.SILENCED)))
                .put("timeline", timeline(model.journal()))
                .put("fingerprint", model.view().stored().fingerprint());
    }

    private static JsonArray windows(List<WindowVerdict> windows) {
        JsonArray array = new JsonArray();
        windows.forEach(window -> array.add(WindowJson.write(window)));
        return array;
    }

    private static JsonArray entries(List<JournalEntry> journal) {
        JsonArray array = new JsonArray();
        journal.forEach(entry ->
                array.add(new JsonObject().put("at", entry.at().toString()).mergeIn(entry.data())));
        return array;
    }

    private static JsonArray timeline(List<JournalEntry> journal) {
        JsonArray array = new JsonArray();
        journal.forEach(entry -> array.add(new JsonObject()
                .put("at", entry.at().toString())
                .put("kind", DeploymentJson.label(entry.kind()))
                .put("text", Timeline.sentence(entry))
                .put("data", entry.data())));
        return array;
    }
}
