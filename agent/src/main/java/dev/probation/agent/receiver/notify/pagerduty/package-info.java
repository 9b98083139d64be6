/** Notifies by incidents and changes in PagerDuty. */
@NullMarked
package dev.probation.agent.receiver.notify.pagerduty;

import org.jspecify.annotations.NullMarked;
