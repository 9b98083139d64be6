/** Receivers: Microsoft Teams. */
package dev.probation.agent.receiver.notify.teams;
