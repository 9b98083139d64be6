/** Receivers: pipelines of GitLab. */
package dev.probation.agent.signal.gitlab;
