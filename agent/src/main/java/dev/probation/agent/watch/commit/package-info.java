/** What the store has taken, as one stream of events, and who listens to it: log and counters. */
@NullMarked
package dev.probation.agent.watch.commit;

import org.jspecify.annotations.NullMarked;
