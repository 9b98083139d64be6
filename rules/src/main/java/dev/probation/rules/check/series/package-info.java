/** Checks whose values are judged together: against a baseline, or by their trend. */
package dev.probation.rules.check.series;
