package dev.probation.agent.receiver.rollback.gitlab;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;

/** A project of GitLab. */
public final class GitLabKind implements ReceiverKind {

    private static final int MOST_READ = 1 << 20;

    @Override
    public Class<GitLabSettings> settings() {
        return GitLabSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new GitLabReceiver(
                (GitLabSettings) config.settings(), new HttpSender(vertx, time, new HttpClientOptions(), MOST_READ));
    }
}
