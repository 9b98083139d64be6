/** What an agent costs under load: start, memory, processor time, how well it keeps its schedule, and how soon it signals. */
@NullMarked
package dev.probation.bench.load;

import org.jspecify.annotations.NullMarked;
