/**
 * What commands share: where they run, how they read options, print answers and fail.
 *
 * <p>Options and parameters of commands are the only fields that are {@code Optional}: picocli fills them so.
 */
@NullMarked
package dev.probation.agent.cli.command;

import org.jspecify.annotations.NullMarked;
