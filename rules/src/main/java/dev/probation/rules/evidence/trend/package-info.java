/** Whether values rise: Theil-Sen and Mann-Kendall through the lower envelope, cut at restarts. */
package dev.probation.rules.evidence.trend;
