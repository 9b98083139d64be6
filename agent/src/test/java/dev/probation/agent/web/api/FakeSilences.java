package dev.probation.agent.web.api;

import dev.probation.agent.store.Silence;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Silences that last until they are ended. */
public final class FakeSilences implements SilenceService {

    final List<Silence> all = new CopyOnWriteArrayList<>();

    @Override
    public Map<String, List<String>> known() {
        return Map.of(
                "service", List.of("shop"),
                "check", List.of("p95", "p95-latency", "health"),
                "occasion", List.of("failing", "rollback"),
                "receiver", List.of("team"));
    }

    @Override
    public Future<Void> add(Silence silence) {
        all.add(silence);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Silence>> current() {
        return Future.succeededFuture(List.copyOf(all));
    }

    @Override
    public Future<Optional<Silence>> end(String id) {
        Optional<Silence> found =
                all.stream().filter(silence -> silence.id().equals(id)).findFirst();
        found.ifPresent(all::remove);
        return Future.succeededFuture(found);
    }
}
