/** Whether values rise: Theil-Sen and Mann-Kendall through the lower envelope, cut at restarts. */
@NullMarked
package dev.probation.rules.evidence.trend;

import org.jspecify.annotations.NullMarked;
