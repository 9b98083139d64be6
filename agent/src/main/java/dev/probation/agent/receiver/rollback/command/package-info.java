/** Receivers: a program. */
package dev.probation.agent.receiver.rollback.command;
