/** The command line: finds the command, and runs the agent itself. */
@NullMarked
package dev.probation.agent.cli;

import org.jspecify.annotations.NullMarked;
