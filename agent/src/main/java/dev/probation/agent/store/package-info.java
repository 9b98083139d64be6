/** What the agent must not forget: deployments, samples, journal, decisions and messages, on disk. */
@NullMarked
package dev.probation.agent.store;

import org.jspecify.annotations.NullMarked;
