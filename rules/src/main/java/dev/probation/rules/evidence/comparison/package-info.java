/** Whether values differ from earlier ones: Mann-Whitney, shifts, and looks that share one alpha. */
package dev.probation.rules.evidence.comparison;
