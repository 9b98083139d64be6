/** The forms of a journal's entries. */
package dev.probation.agent.journal;
