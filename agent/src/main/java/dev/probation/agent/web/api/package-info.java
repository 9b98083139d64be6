/** The HTTP API and the overview page. */
package dev.probation.agent.web.api;
