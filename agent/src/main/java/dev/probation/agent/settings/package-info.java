/** YAML to typed values: keys, types and shapes; every problem with its file, line and column. */
package dev.probation.agent.settings;
