/** Asks Redis servers for their memory. */
@NullMarked
package dev.probation.agent.probe.redis;

import org.jspecify.annotations.NullMarked;
