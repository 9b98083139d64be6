package dev.probation.agent.assembly;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.report.ReportJson;
import dev.probation.agent.report.ReportMarkdown;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.web.api.ReportSource;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reports on deployments, as they stand now. */
final class LiveReports implements ReportSource {

    private final Deployments deployments;
    private final StoreExecutor store;

    LiveReports(Deployments deployments, StoreExecutor store) {
        this.deployments = deployments;
        this.store = store;
    }

    @Override
    public Future<Optional<String>> report(String deployment, Format format, @Nullable String window) {
        return deployments
                .find(deployment)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<String>empty())
                        : store.submit(open -> open.journal().of(deployment))
                                .map(journal -> report(found.orElseThrow(), journal, format, window)));
    }

    private static Optional<String> report(
            DeploymentView view, List<JournalEntry> journal, Format format, @Nullable String window) {
        return switch (format) {
            case JSON ->
                (window == null
                                ? Optional.of(ReportJson.deployment(view, journal))
                                : ReportJson.window(view, journal, window))
                        .map(json -> json.encodePrettily());
            case MARKDOWN ->
                window == null
                        ? Optional.of(ReportMarkdown.deployment(view, journal))
                        : ReportMarkdown.window(view, journal, window);
        };
    }
}
