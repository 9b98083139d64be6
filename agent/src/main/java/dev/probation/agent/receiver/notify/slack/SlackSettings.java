package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;

/** A Slack incoming webhook; its address is the secret. */
public record SlackSettings(Secret url) implements ReceiverSettings {}
