/** Puts the agent together, starts it and stops it. */
package dev.probation.agent.assembly;
