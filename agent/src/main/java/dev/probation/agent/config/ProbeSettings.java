package dev.probation.agent.config;

/** What one kind of check asks; each probe package has its own. */
public interface ProbeSettings {}
