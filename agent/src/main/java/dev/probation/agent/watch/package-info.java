/** Watches deployments: has their probes run, what they measure judged, and what comes of it written before anyone is told. */
@NullMarked
package dev.probation.agent.watch;

import org.jspecify.annotations.NullMarked;
