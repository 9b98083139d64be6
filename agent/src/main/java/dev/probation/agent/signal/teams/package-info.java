/** Receivers: Microsoft Teams. */
package dev.probation.agent.signal.teams;
