/** Notifies by CDEvents. */
@NullMarked
package dev.probation.agent.receiver.notify.cdevents;

import org.jspecify.annotations.NullMarked;
