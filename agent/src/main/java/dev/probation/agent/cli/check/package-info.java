/** Commands that try a configuration: its checks, probes, receivers and schema. */
@NullMarked
package dev.probation.agent.cli.check;

import org.jspecify.annotations.NullMarked;
