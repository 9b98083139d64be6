/** Sending over HTTP: one request, its answer sorted, its signature. */
package dev.probation.agent.receiver.http;
