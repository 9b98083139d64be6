/** What counts prove about a share: an e-process, restarted, and the confidence sequence that it gives. */
package dev.probation.rules.evidence.proportion;
