/** Asks applications over HTTP, and checks what they answer; reads running versions. */
@NullMarked
package dev.probation.agent.probe.http;

import org.jspecify.annotations.NullMarked;
