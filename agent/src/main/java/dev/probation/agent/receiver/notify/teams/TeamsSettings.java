package dev.probation.agent.receiver.notify.teams;

import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;

/** A webhook of Teams' Workflows; its address is the secret. */
public record TeamsSettings(Secret url) implements ReceiverSettings {}
