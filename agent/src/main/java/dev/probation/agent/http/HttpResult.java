package dev.probation.agent.http;

/** What a call came to: an answer of any status, or none. */
public sealed interface HttpResult permits HttpAnswer, HttpFailure {}
