/** Receivers: a program. */
package dev.probation.agent.signal.command;
