/** What the agent must not forget: deployments, samples, journal, decisions and messages, on disk. */
package dev.probation.agent.store;
