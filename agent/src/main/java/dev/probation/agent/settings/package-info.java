/** YAML to typed values: keys, types and schemas; every problem with its file, line and column. */
@NullMarked
package dev.probation.agent.settings;

import org.jspecify.annotations.NullMarked;
