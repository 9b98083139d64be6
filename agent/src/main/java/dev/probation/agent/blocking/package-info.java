/** Blocking calls: each within a deadline, which cuts what hangs. */
@NullMarked
package dev.probation.agent.blocking;

import org.jspecify.annotations.NullMarked;
