/** What commands share: where they run, how they read options, print answers and fail. */
@NullMarked
package dev.probation.agent.cli.command;

import org.jspecify.annotations.NullMarked;
