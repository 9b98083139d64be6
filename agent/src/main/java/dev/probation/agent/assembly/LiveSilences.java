package dev.probation.agent.assembly;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.api.SilenceService;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An agent's silences, kept in its store; what one kept back goes out when it is ended. */
final class LiveSilences implements SilenceService {

    private static final Duration SAME = Duration.ofSeconds(2);

    private final Map<String, List<String>> known;
    private final StoreExecutor store;
    private final Time time;
    private final Runnable wake;

    /**
     * @param wake tells the outbox that messages may go out
     */
    LiveSilences(Config config, StoreExecutor store, Time time, Runnable wake) {
        this.known = Map.of(
                "service", names(config.services().stream().map(ServiceConfig::name)),
                "check",
                        names(config.services().stream()
                                .flatMap(service -> service.checks().stream())
                                .map(check -> check.rule().id().value())),
                "occasion", names(Arrays.stream(NotificationEvent.values()).map(NotificationEvent::label)),
                "receiver", names(config.receivers().stream().map(ReceiverConfig::name)));
        this.store = store;
        this.time = time;
        this.wake = wake;
    }

    private static List<String> names(Stream<String> names) {
        return names.distinct().toList();
    }

    @Override
    public Map<String, List<String>> known() {
        return known;
    }

    @Override
    public Future<Void> add(Silence silence) {
        return store.run(open -> open.silences().add(shifted(silence, ahead())));
    }

    @Override
    public Future<List<Silence>> current() {
        return store.submit(open -> open.silences().since(time.now()).stream()
                .map(silence -> shifted(silence, ahead().negated()))
                .toList());
    }

    @Override
    public Future<Optional<Silence>> end(String id) {
        return store.submit(open -> open.silences().end(id, time.now()))
                .map(ended -> ended.map(silence -> shifted(silence, ahead().negated())))
                .onSuccess(ended -> wake.run());
    }

    /** By how much the time that messages are stamped with is ahead of the clock that people look at, once that jumped. */
    private Duration ahead() {
        Duration ahead = Duration.between(time.wall().now(), time.now());
        return ahead.abs().compareTo(SAME) > 0 ? ahead : Duration.ZERO;
    }

    private static Silence shifted(Silence silence, Duration by) {
        return new Silence(
                silence.id(),
                silence.matchers(),
                silence.begins().plus(by),
                silence.ends().plus(by),
                silence.reason(),
                silence.author());
    }
}
