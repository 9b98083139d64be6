/** Tells people and deployers: the outbox, and what is said; a sub-package for each kind of receiver. */
package dev.probation.agent.signal;
