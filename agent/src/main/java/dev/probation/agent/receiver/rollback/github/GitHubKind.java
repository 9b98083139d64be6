package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** A repository of GitHub. */
public final class GitHubKind implements ReceiverKind {

    @Override
    public Class<GitHubSettings> settings() {
        return GitHubSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        GitHubSettings settings = (GitHubSettings) config.settings();
        return new GitHubReceiver(settings, new GitHubApi(settings, vertx, time));
    }
}
