package dev.probation.agent.web.webhook;

import dev.probation.agent.store.AlertGroup;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told, for ever. */
public final class FakeEvents implements EventSource {

    final Set<String> seen = ConcurrentHashMap.newKeySet();
    final List<AlertGroup> groups = new CopyOnWriteArrayList<>();
    final List<Set<String>> resolved = new CopyOnWriteArrayList<>();

    @Override
    public Future<Boolean> isSeen(String source, List<String> ids) {
        return Future.succeededFuture(ids.stream().anyMatch(id -> seen.contains(source + ' ' + id)));
    }

    @Override
    public Future<Void> see(String source, List<String> ids) {
        ids.forEach(id -> seen.add(source + ' ' + id));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> hear(AlertGroup group, Map<String, Instant> ended) {
        groups.add(group);
        resolved.add(ended.keySet());
        return Future.succeededFuture();
    }
}
