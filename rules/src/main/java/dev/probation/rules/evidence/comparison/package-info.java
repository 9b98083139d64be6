/** Whether values differ from earlier ones: Mann-Whitney, shifts, and looks that share one alpha. */
@NullMarked
package dev.probation.rules.evidence.comparison;

import org.jspecify.annotations.NullMarked;
