/** Commands that ask a running agent by its API. */
@NullMarked
package dev.probation.agent.cli.remote;

import org.jspecify.annotations.NullMarked;
