/** Receivers: a file that a script watches. */
package dev.probation.agent.receiver.rollback.file;
