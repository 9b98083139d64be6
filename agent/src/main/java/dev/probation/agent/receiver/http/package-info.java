/** Sends over HTTP: one request, its answer sorted, its signature. */
@NullMarked
package dev.probation.agent.receiver.http;

import org.jspecify.annotations.NullMarked;
