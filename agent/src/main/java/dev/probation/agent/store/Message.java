package dev.probation.agent.store;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One message to one receiver, on disk before it is sent.
 *
 * @param id constant over all attempts; receivers drop repeats by it
 * @param receiver the receiver's name in the configuration
 * @param incident messages of one incident and receiver are delivered in the order they were written
 * @param body what is said, in the agent's own form; the receiver makes its own of it
 */
public record Message(String id, String deployment, String receiver, String incident, Instant at, JsonObject body) {}
