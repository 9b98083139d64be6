/** Commands that watch or measure without an agent, within one process. */
@NullMarked
package dev.probation.agent.cli.local;

import org.jspecify.annotations.NullMarked;
