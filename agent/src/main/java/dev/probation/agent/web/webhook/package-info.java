/** Webhooks of other systems: CDEvents, GitHub, Alertmanager, Flagger. */
@NullMarked
package dev.probation.agent.web.webhook;

import org.jspecify.annotations.NullMarked;
