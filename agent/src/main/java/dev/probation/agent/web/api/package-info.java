/** The HTTP API: deployments, reports, recordings, silences, health and metrics. */
@NullMarked
package dev.probation.agent.web.api;

import org.jspecify.annotations.NullMarked;
