/** Receivers: pipelines of GitLab. */
package dev.probation.agent.receiver.rollback.gitlab;
