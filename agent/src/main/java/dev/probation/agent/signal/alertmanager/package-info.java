/** Receivers: Alertmanager. */
package dev.probation.agent.signal.alertmanager;
