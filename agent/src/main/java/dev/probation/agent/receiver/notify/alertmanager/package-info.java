/** Receivers: Alertmanager. */
package dev.probation.agent.receiver.notify.alertmanager;
