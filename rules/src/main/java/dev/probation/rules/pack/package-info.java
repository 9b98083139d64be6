/** YAML to typed values, every problem with its file, line and column. */
package dev.probation.rules.pack;
