/** What counts prove about a share: an e-process, restarted, and the confidence sequence that it gives. */
@NullMarked
package dev.probation.rules.evidence.proportion;

import org.jspecify.annotations.NullMarked;
