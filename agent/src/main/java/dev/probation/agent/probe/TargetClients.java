package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The clients of all targets, connected when they are first asked, and shared by all deployments. */
public final class TargetClients {

    private final ProbeKinds kinds;
    private final ProbeContext context;
    private final Map<String, TargetClient> clients = new HashMap<>();

    public TargetClients(ProbeKinds kinds, ProbeContext context) {
        this.kinds = kinds;
        this.context = context;
    }

    /** A probe for the check. */
    public Probe probe(CheckConfig check) {
        return client(check).probe(check);
    }

    /** What is hardly meant in the check's question, as its target sees it. */
    public Future<List<LintFinding>> lint(CheckConfig check) {
        return client(check).lint(check);
    }

    /** Whether the check's target can be asked. Not so where it tells a running agent by itself, and none runs. */
    public boolean isAsked(CheckConfig check) {
        return !kinds.of(check.target()).isTold() || context.alerts().isPresent();
    }

    private TargetClient client(CheckConfig check) {
        return clients.computeIfAbsent(
                check.target().name(), name -> kinds.of(check.target()).connect(check.target(), context));
    }

    /** Frees all connections. */
    public Future<Void> close() {
        List<Future<Void>> closing =
                clients.values().stream().map(TargetClient::close).toList();
        clients.clear();
        return Future.join(closing).mapEmpty();
    }
}
