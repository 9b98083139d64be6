/** Measurements of the time before: baselines, and what an agent that started late has missed. */
package dev.probation.agent.past;
