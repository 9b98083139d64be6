package dev.probation.agent.config;

/** How one kind of target is reached; each probe package has its own. */
public interface TargetSettings {}
