/** Notifies by annotations in Grafana. */
@NullMarked
package dev.probation.agent.receiver.notify.grafana;

import org.jspecify.annotations.NullMarked;
