package dev.probation.agent.metrics;

/**
 * All metrics as text, ready to be sent.
 *
 * @param gzip whether the bytes are compressed
 */
@SuppressWarnings("ArrayRecordComponent") // made once, sent once, never compared
public record MetricsPage(String contentType, boolean gzip, byte[] bytes) {}
