/** The log of commands and of the agent: options, and how a line is written. */
@NullMarked
package dev.probation.agent.cli.log;

import org.jspecify.annotations.NullMarked;
