/** Receivers: deployment statuses and workflows of GitHub. */
package dev.probation.agent.signal.github;
