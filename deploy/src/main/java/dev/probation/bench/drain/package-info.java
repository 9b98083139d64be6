/** How long the outbox takes to deliver what waits in the store. */
@NullMarked
package dev.probation.bench.drain;

import org.jspecify.annotations.NullMarked;
