/** Commands that judge recorded or past releases again. */
@NullMarked
package dev.probation.agent.cli.replay;

import org.jspecify.annotations.NullMarked;
