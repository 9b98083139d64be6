/** Checks whose values are judged together: against a baseline, or by their trend. */
@NullMarked
package dev.probation.rules.check.series;

import org.jspecify.annotations.NullMarked;
