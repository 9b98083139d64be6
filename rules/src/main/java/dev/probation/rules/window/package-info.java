/** Windows after a deployment, and their verdicts. */
@NullMarked
package dev.probation.rules.window;

import org.jspecify.annotations.NullMarked;
