/** An agent as a user runs it: its process, the folder that it lives in, and the time that passes meanwhile. */
@NullMarked
package dev.probation.bench.agent;

import org.jspecify.annotations.NullMarked;
