/** Notifies by alerts in Alertmanager. */
@NullMarked
package dev.probation.agent.receiver.notify.alertmanager;

import org.jspecify.annotations.NullMarked;
