package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.Message;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.window.Verdict;
import java.time.Instant;
import java.util.List;

/** What people and deployers are told about one deployment. */
final class Notices {
    Notices(Config config, Deployment deployment) {}

    List<Message> started(Instant at) {
        return List.of();
    }

    List<Message> of(Event event) {
        return List.of();
    }

    List<Message> signals(Decision decision) {
        return List.of();
    }

    List<Message> confirmed(String by, Instant at) {
        return List.of();
    }

    List<Message> recovered(String reason, Instant at) {
        return List.of();
    }

    List<Message> notRecovered(String reason, Instant at) {
        return List.of();
    }

    List<Message> finished(Verdict verdict, Instant at) {
        return List.of();
    }
}
