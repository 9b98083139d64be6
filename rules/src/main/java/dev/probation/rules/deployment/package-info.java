/** A deployment's life cycle, and the decision to roll it back. */
@NullMarked
package dev.probation.rules.deployment;

import org.jspecify.annotations.NullMarked;
