/** Notifies by alerts in Opsgenie. */
@NullMarked
package dev.probation.agent.receiver.notify.opsgenie;

import org.jspecify.annotations.NullMarked;
