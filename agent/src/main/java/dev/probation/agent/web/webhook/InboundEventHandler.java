package dev.probation.agent.web.webhook;

import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.webhook.ServiceEvent.What;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.VersionName;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of what another system says of a service a deployment, or the confirmation of a rollback. */
public final class InboundEventHandler {

    private static final Logger log = LoggerFactory.getLogger(InboundEventHandler.class);

    /** What is older tells of another time; shorter than events are remembered, so that none is acted on twice. */
    private static final Duration OLDEST = Duration.ofDays(1);

    private static final int RECENT = 5;

    private final Deployments deployments;
    private final List<String> services;
    private final Time time;

    public InboundEventHandler(Deployments deployments, List<ServiceConfig> services, Time time) {
        this.deployments = deployments;
        this.services = services.stream().map(ServiceConfig::name).toList();
        this.time = time;
    }

    /**
     * Acts on an event if it is of a configured service. A broker, or the webhook of an organisation, tells of all.
     *
     * @param names what its service may be called by, the surest first
     * @param services the service for each name that is used elsewhere
     * @param event is read only if it is of a configured service
     */
    Future<EventResult> take(List<String> names, Map<String, String> services, Supplier<ServiceEvent> event) {
        return service(names, services)
                .map(service -> take(service, event.get()))
                .orElseGet(() -> Future.succeededFuture(foreign(names.get(0))));
    }

    private Future<EventResult> take(String service, ServiceEvent event) {
        if (event.at().isBefore(time.now().minus(OLDEST))) {
            return Future.succeededFuture(EventResult.ignored(
                    "ignored: it is from " + event.at() + ", and events older than a day are not acted on"));
        }
        return deployments
                .newest(service, RECENT)
                .compose(recent -> take(event, service, recent))
                .onSuccess(reception -> log.info(
                        "event came in by={} service={} version={} taken={} deployment={}",
                        event.by(),
                        service,
                        event.version(),
                        reception.taken(),
                        reception.deployment().orElse("none")));
    }

    private Optional<String> service(List<String> names, Map<String, String> elsewhere) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(elsewhere.get(name)).stream())
                .findFirst()
                .or(() -> names.stream().filter(services::contains).findFirst());
    }

    private EventResult foreign(String name) {
        log.debug("event came in of a service that is not configured name={}", name);
        return EventResult.ignored("ignored: the configuration has no service \"" + name + '"'
                + Nearest.hint(name, services) + "; map other names under events, services");
    }

    /** Whether another version that is announced is what was put back, the agent itself finds out. */
    private Future<EventResult> take(ServiceEvent event, String service, List<DeploymentView> recent) {
        recent.forEach(InboundEventHandler::requireCurrent);
        Optional<Deployment> bad = recent.stream()
                .filter(view -> view.stored().phase() == Phase.ROLLING_BACK)
                .map(InboundEventHandler::deployment)
                .filter(deployment -> VersionName.areSame(deployment.version(), event.version())
                        && event.at().isAfter(deployment.deployedAt()))
                .findFirst();
        if (event.what() == What.ROLLED_BACK && bad.isPresent()) {
            return confirm(bad.orElseThrow().id(), event.by());
        }
        Optional<DeploymentView> same = recent.stream().findFirst().filter(view -> isKnown(view, event));
        if (same.isPresent()) {
            return Future.succeededFuture(known(event, deployment(same.orElseThrow())));
        }
        return announce(event, service, event.what() == What.ROLLED_BACK);
    }

    /** What an event means depends on what happened before, which is not on disk yet. */
    private static void requireCurrent(DeploymentView view) {
        if (!view.current()) {
            throw new HttpProblem(
                    HttpProblem.Kind.UNAVAILABLE,
                    "not all that happened to " + deployment(view).id() + " since " + view.asOf()
                            + " is saved yet (the store is unavailable); send the event again later");
        }
    }

    private static EventResult known(ServiceEvent event, Deployment known) {
        return event.what() == What.DEPLOYED
                ? EventResult.taken("this deployment is already known", known.id())
                : EventResult.ignored("ignored: " + known.id() + " is of this version, and it is not being rolled back;"
                        + " to announce a rollback, name the artifact that runs now");
    }

    private static Deployment deployment(DeploymentView view) {
        return view.stored().deployment();
    }

    /** One that has ended is known where the event is from before its end, and came late. */
    private static boolean isKnown(DeploymentView view, ServiceEvent event) {
        StoredDeployment stored = view.stored();
        Optional<Instant> ended = stored.endedAt();
        return VersionName.areSame(stored.deployment().version(), event.version())
                && (stored.phase().isOpen()
                        || ended.filter(at -> !event.at().isAfter(at)).isPresent());
    }

    private Future<EventResult> confirm(String id, String by) {
        return deployments
                .confirmRollback(id, by)
                .map(view -> EventResult.taken("the deployer confirmed the rollback", id));
    }

    private Future<EventResult> announce(ServiceEvent event, String service, boolean rollback) {
        return deployments
                .announce(service, event.version(), event.at(), rollback)
                .map(view -> EventResult.taken(
                        rollback ? "the rollback is announced" : "the deployment is announced",
                        deployment(view).id()));
    }
}
