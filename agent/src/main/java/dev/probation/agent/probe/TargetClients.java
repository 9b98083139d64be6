package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The clients of all targets, connected when they are first asked, and shared by all deployments. */
public final class TargetClients {

    private final Map<String, ProbeKind> kinds;
    private final Vertx vertx;
    private final Time time;
    private final Map<String, TargetClient> clients = new HashMap<>();

    public TargetClients(List<ProbeKind> kinds, Vertx vertx, Time time) {
        this.kinds = kinds.stream().collect(Collectors.toMap(ProbeKind::name, Function.identity()));
        this.vertx = vertx;
        this.time = time;
    }

    /** A probe for the check. */
    public Probe probe(CheckConfig check) {
        return client(check).probe(check);
    }

    /** What is hardly meant in the check's question, as its target sees it. */
    public Future<List<LintFinding>> lint(CheckConfig check) {
        return client(check).lint(check);
    }

    /** Whether the check's target can be asked. */
    public boolean isAsked(CheckConfig check) {
        return kind(check.target()).isAsked();
    }

    private TargetClient client(CheckConfig check) {
        return clients.computeIfAbsent(check.target().name(), name -> connect(check.target()));
    }

    private TargetClient connect(Target target) {
        return kind(target).connect(target, vertx, time);
    }

    private ProbeKind kind(Target target) {
        ProbeKind kind = kinds.get(target.kind());
        if (kind == null) {
            throw new IllegalArgumentException(
                    "no probe is registered for target " + target.name() + " of kind " + target.kind());
        }
        return kind;
    }

    /** Frees all connections. */
    public Future<Void> close() {
        List<Future<Void>> closing =
                clients.values().stream().map(TargetClient::close).toList();
        clients.clear();
        return Future.join(closing).mapEmpty();
    }
}
