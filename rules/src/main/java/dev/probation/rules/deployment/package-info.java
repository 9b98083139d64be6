/** A deployment's life cycle, and the decision to roll it back. */
package dev.probation.rules.deployment;
