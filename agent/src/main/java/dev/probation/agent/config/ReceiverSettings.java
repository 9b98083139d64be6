package dev.probation.agent.config;

/** How one kind of receiver is reached; each receiver package has its own. */
public interface ReceiverSettings {}
