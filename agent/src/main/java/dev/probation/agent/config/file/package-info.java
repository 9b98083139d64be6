/** From the files and variables of a configuration to one record, and its JSON Schema. */
package dev.probation.agent.config.file;
