package dev.probation.agent.assembly;

import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.http.Trust;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.receiver.http.WebhookSignature;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses once what Java and the libraries read from files when it is first used: what signs, whom TLS trusts, the resolver. Where
 * no descriptor is left at that moment, they give it up for as long as the process runs, and a rollback could never be sent.
 * Beside the event loop, and only what the configuration needs.
 */
final class FirstUses {

    private static final Logger log = LoggerFactory.getLogger(FirstUses.class);

    private final Config config;
    private final HostNames names;

    @FunctionalInterface
    private interface FirstUse {
        void run() throws Exception;
    }

    FirstUses(Config config, HostNames names) {
        this.config = config;
        this.names = names;
    }

    /** The future never fails: what cannot be used now is logged, and used when it is needed. */
    Future<Void> begin() {
        List<Future<FoundHost>> lookups =
                endpoints().map(Endpoint::host).distinct().map(names::find).toList();
        Future<Boolean> uses = BlockingCalls.single("first-uses").run(this::useAll);
        return Future.join(lookups).transform(found -> uses).mapEmpty();
    }

    private Boolean useAll() {
        for (ReceiverConfig receiver : receivers()) {
            use(receiver.name(), () -> Receivers.kind(receiver).prepare(receiver));
        }
        if (areEventsSigned(config.events())) {
            use("events", WebhookSignature::prepare);
        }
        if (endpoints().anyMatch(Endpoint::tls)) {
            use("tls", Trust::prepare);
        }
        return true;
    }

    /** An Error too, which is what Java throws where it gives something up for good. */
    private static void use(String part, FirstUse first) {
        try {
            first.run();
        } catch (Exception | Error thrown) {
            log.warn("the agent is not prepared for a lack of descriptors part={} cause={}", part, thrown.toString());
        }
    }

    private List<ReceiverConfig> receivers() {
        return Stream.concat(config.receivers().stream(), config.rollback().to().stream())
                .toList();
    }

    private Stream<Endpoint> endpoints() {
        Stream<Endpoint> targets =
                config.targets().values().stream().flatMap(target -> target.settings().endpoints().stream());
        Stream<Endpoint> receivers = receivers().stream().flatMap(receiver -> receiver.settings().endpoints().stream());
        Stream<Endpoint> heartbeat =
                config.agent().heartbeat().stream().flatMap(configured -> Endpoint.of(configured.url()).stream());
        return Stream.of(targets, receivers, heartbeat).flatMap(all -> all);
    }

    private static boolean areEventsSigned(EventsConfig events) {
        return events.github().isPresent()
                || events.cdevents().flatMap(EventsConfig.CdEvents::secret).isPresent();
    }
}
