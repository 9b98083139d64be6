/** From the files and variables of a configuration to one record, and its JSON Schema. */
@NullMarked
package dev.probation.agent.config.file;

import org.jspecify.annotations.NullMarked;
