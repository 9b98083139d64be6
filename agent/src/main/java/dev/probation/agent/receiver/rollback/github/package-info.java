/** Receivers: deployment statuses and workflows of GitHub. */
package dev.probation.agent.receiver.rollback.github;
