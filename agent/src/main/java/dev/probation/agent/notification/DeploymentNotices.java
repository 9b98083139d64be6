package dev.probation.agent.notification;

import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.store.Message;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What people and deployers are told about one deployment, as messages for the outbox. */
public final class DeploymentNotices {

    public static final String UNCONFIGURED = "the check is no longer configured";

    private static final String ENDED = "the deployment has ended";
    private static final String LOOK = ". To see what it finds now, run \"probation probe\" where the agent runs";

    private final DeploymentConfig config;
    private final Deployment deployment;
    private final Function<CheckId, Optional<String>> observed;
    private final AnnouncementWriter announcements;

    /**
     * @param previous the version that was live before, where that is known
     * @param observed what a check's newest sample found, such as a value with its unit
     */
    public DeploymentNotices(
            DeploymentConfig config,
            Deployment deployment,
            @Nullable String previous,
            Function<CheckId, Optional<String>> observed) {
        this.config = config;
        this.deployment = deployment;
        this.observed = observed;
        this.announcements = new AnnouncementWriter(config, deployment, previous);
    }

    /** Of a deployment that is not watched, of which nothing is measured. */
    public DeploymentNotices(DeploymentConfig config, Deployment deployment, @Nullable String previous) {
        this(config, deployment, previous, check -> Optional.empty());
    }

    public List<Message> started(Instant at) {
        return tell(announcements.started(
                notice(NotificationEvent.STARTED, IncidentAction.INFO, at, "went live at " + deployment.deployedAt())));
    }

    /** @param overall the verdict on the deployment, the event included */
    public List<Message> of(Event event, Verdict overall) {
        if (event instanceof Event.Transition moved) {
            return transition(moved);
        }
        if (event instanceof Event.WindowEnded ended) {
            return tell(notice(
                            NotificationEvent.WINDOW,
                            IncidentAction.INFO,
                            event.at(),
                            ended.window().reason())
                    .about(ending(ended.window(), overall)));
        }
        if (event instanceof Event.Withheld withheld) {
            String why = withheld.cause().label() + ": " + withheld.reason();
            return tell(notice(NotificationEvent.WITHHELD, IncidentAction.INFO, event.at(), why)
                    .about(evidence(withheld.check().value(), CheckState.FAILING)));
        }
        if (event instanceof Event.Unmeasured unmeasured) {
            String what = unmeasured.reason() + LOOK;
            return tell(notice(NotificationEvent.UNMEASURED, IncidentAction.TRIGGER, event.at(), what)
                    .about(evidence(unmeasured.check().value(), unmeasured.state())));
        }
        if (event instanceof Event.UnmeasuredEnded ended) {
            return ended.answered()
                    ? tell(notice(NotificationEvent.UNMEASURED, IncidentAction.RESOLVE, event.at(), ended.reason())
                            .about(evidence(ended.check().value(), CheckState.OK)))
                    : leftUnmeasured(ended.check(), ended.reason(), event.at());
        }
        if (event instanceof Event.Blinded blinded) {
            return tell(notice(NotificationEvent.BLIND, IncidentAction.TRIGGER, event.at(), blinded.reason()));
        }
        if (event instanceof Event.VisionRestored) {
            return tell(
                    notice(NotificationEvent.BLIND, IncidentAction.RESOLVE, event.at(), "checks get answers again"));
        }
        // what is decided, the rollback's own notices tell
        return List.of();
    }

    /** The same, with the words for everybody of a rollback that begins. */
    Notice rollingBack(Notice notice) {
        return announcements.rollingBack(notice);
    }

    private Ending ending(WindowVerdict window, Verdict overall) {
        List<WindowSpec> windows = config.windows();
        WindowSpec last = windows.get(windows.size() - 1);
        boolean cut = windows.stream()
                .filter(spec -> spec.name().equals(window.name()))
                .anyMatch(spec -> window.to().isBefore(deployment.deployedAt().plus(spec.until())));
        Optional<Verdict> end = cut || window.name().equals(last.name())
                ? Optional.of(cut && overall != Verdict.FAIL ? Verdict.RUNNING : overall)
                : Optional.empty();
        return new Ending(window.name(), window.verdict(), Optional.of(new Span(window.from(), window.to())), end);
    }

    private List<Message> transition(Event.Transition moved) {
        String check = moved.check().value();
        if (moved.to() == CheckState.FAILING) {
            return tell(notice(NotificationEvent.FAILING, IncidentAction.TRIGGER, moved.at(), moved.reason())
                    .about(evidence(check, moved.to())));
        }
        return moved.from() == CheckState.FAILING
                ? tell(notice(NotificationEvent.RECOVERED, IncidentAction.RESOLVE, moved.at(), moved.reason())
                        .about(evidence(check, moved.to())))
                : List.of();
    }

    /** A check that was failing already when the deployment was announced. */
    public List<Message> stillFailing(CheckId check, Instant at, String reason) {
        return transition(new Event.Transition(at, check, CheckState.WAITING, CheckState.FAILING, reason));
    }

    /**
     * A check that is failing when the deployment ends is watched no more, so nobody is to be paged for it. It is not good
     * again either, so only those hear of it whose incident would stay open.
     */
    List<Message> closed(CheckId check, Instant at) {
        return closed(check, at, ENDED);
    }

    /** The same of a check that is configured no more. */
    public List<Message> unconfigured(CheckId check, Instant at) {
        return closed(check, at, UNCONFIGURED);
    }

    private List<Message> closed(CheckId check, Instant at, String why) {
        Notice notice = notice(NotificationEvent.RECOVERED, IncidentAction.RESOLVE, at, why)
                .about(evidence(check.value(), CheckState.FAILING));
        return tell(notice, receiver -> receiver.settings().showsIncidents());
    }

    /**
     * All that is still open about a deployment when it ends. Of messages that were lost the store knows whether there are any.
     *
     * @param failing the checks that are failing
     * @param blind whether nothing can be measured
     * @param unmeasured the checks of which people were told that they measure nothing
     * @param versionMissed whether people were told that its version is not read
     */
    public List<Message> ended(
            List<CheckId> failing, boolean blind, Set<CheckId> unmeasured, boolean versionMissed, Instant at) {
        List<Message> told = new ArrayList<>();
        failing.forEach(check -> told.addAll(closed(check, at)));
        unmeasured.forEach(check -> told.addAll(leftUnmeasured(check, ENDED, at)));
        if (blind) {
            told.addAll(over(NotificationEvent.BLIND, at));
        }
        if (versionMissed) {
            told.addAll(over(NotificationEvent.VERSION, at));
        }
        told.addAll(over(NotificationEvent.UNDELIVERED, at));
        return told;
    }

    /** The version that was announced is not read. */
    public List<Message> versionMissed(String problem, Instant at) {
        return tell(notice(NotificationEvent.VERSION, IncidentAction.TRIGGER, at, problem));
    }

    /** It is read, after people were told that it is not. */
    public List<Message> versionRead(Instant at) {
        String words = "the service reports " + deployment.version();
        return tell(notice(NotificationEvent.VERSION, IncidentAction.RESOLVE, at, words));
    }

    private List<Message> over(NotificationEvent occasion, Instant at) {
        return left(notice(occasion, IncidentAction.RESOLVE, at, ENDED));
    }

    /** A check that measures nothing is asked no more. */
    private List<Message> leftUnmeasured(CheckId check, String why, Instant at) {
        return left(notice(NotificationEvent.UNMEASURED, IncidentAction.RESOLVE, at, why)
                .about(evidence(check.value(), CheckState.WAITING)));
    }

    /** What is over without being good is told to those whose incident would stay open. */
    private List<Message> left(Notice over) {
        return tell(
                over.escalated(RollbackEscalation.ABANDONED),
                receiver -> receiver.settings().showsIncidents());
    }

    List<Message> confirmed(String by, Instant at) {
        return tell(notice(
                NotificationEvent.ROLLBACK,
                IncidentAction.INFO,
                at,
                "the earlier version is back, confirmed by " + by));
    }

    List<Message> recovered(String reason, Instant at) {
        return tell(announcements.rolledBack(notice(NotificationEvent.ROLLBACK, IncidentAction.RESOLVE, at, reason)));
    }

    public List<Message> finished(Verdict verdict, Instant at) {
        boolean passed = verdict == Verdict.PASS || verdict == Verdict.WARN;
        return passed
                ? tell(announcements.complete(
                        notice(
                                NotificationEvent.PASSED,
                                IncidentAction.INFO,
                                at,
                                "all windows ended, verdict " + verdict.label()),
                        verdict))
                : List.of();
    }

    Notice notice(NotificationEvent occasion, IncidentAction action, Instant at, String reason) {
        Optional<String> link = config.externalUrl().map(base -> base + "/api/v1/deployments/" + deployment.id());
        return Notice.of(occasion, action, at, deployment, reason).linked(link.orElse(null));
    }

    Evidence evidence(String check, CheckState state) {
        Optional<Check> rule = config.service().rule(check);
        return new Evidence(check, state.label(), rule.map(Check::id).flatMap(observed), rule.flatMap(Check::expected));
    }

    List<Message> tell(Notice notice) {
        return tell(notice, receiver -> true);
    }

    List<Message> tell(Notice notice, Predicate<ReceiverConfig> whom) {
        return config.receivers().stream()
                .filter(receiver -> Receivers.kind(receiver).hears(receiver, notice) && whom.test(receiver))
                .map(receiver -> message(id(notice, receiver), receiver, notice))
                .toList();
    }

    /** The same for the same event, so that one written twice is one message. */
    private static String id(Notice notice, ReceiverConfig receiver) {
        String about = notice.check()
                .map(Evidence::check)
                .or(() -> notice.window().map(Ending::window))
                .or(() -> notice.escalation().map(RollbackEscalation::label))
                .orElse("-");
        return String.join(
                "/",
                notice.deployment(),
                notice.occasion().label(),
                notice.action().label(),
                about,
                notice.at().toString(),
                receiver.name());
    }

    private static Message message(String id, ReceiverConfig receiver, Notice notice) {
        return new Message(id, notice.deployment(), receiver.name(), notice.incident(), notice.at(), notice);
    }
}
