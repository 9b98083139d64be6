/** Counts the alerts that Alertmanager told the running agent of. */
@NullMarked
package dev.probation.agent.probe.alerts;

import org.jspecify.annotations.NullMarked;
