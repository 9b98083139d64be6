/** Asks one target one question within a deadline; what goes wrong is an outcome. Each kind of target has a package below. */
@NullMarked
package dev.probation.agent.probe;

import org.jspecify.annotations.NullMarked;
