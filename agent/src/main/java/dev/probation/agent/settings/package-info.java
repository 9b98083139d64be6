/** YAML to typed values: keys, types and shapes; every problem with its file, line and column. */
@NullMarked
package dev.probation.agent.settings;

import org.jspecify.annotations.NullMarked;
