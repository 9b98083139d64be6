/** One request and its answer: who may come in, how long it may take, how it is read, answered or refused. */
@NullMarked
package dev.probation.agent.web.exchange;

import org.jspecify.annotations.NullMarked;
