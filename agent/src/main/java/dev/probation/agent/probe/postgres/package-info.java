/** Asks PostgreSQL servers for their connections. */
@NullMarked
package dev.probation.agent.probe.postgres;

import org.jspecify.annotations.NullMarked;
