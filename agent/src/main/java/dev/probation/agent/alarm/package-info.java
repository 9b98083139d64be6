/** Tells people directly while the store cannot be written, and a dead man's switch while all is well. */
package dev.probation.agent.alarm;
