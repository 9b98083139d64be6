/** Webhooks of other systems: CDEvents, GitHub, Alertmanager, Flagger. */
package dev.probation.agent.web.webhook;
