package dev.probation.agent.config;

/**
 * What is said to everybody at the turns of a deployment.
 *
 * @param complete when it has passed its probation
 * @param rolledBack when a rollback begins, and when it has helped
 */
public record Announcements(Announcement started, Announcement complete, Announcement rolledBack) {}
