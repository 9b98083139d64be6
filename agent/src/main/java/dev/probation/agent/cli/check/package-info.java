/** Commands that look at a configuration: check, probe, notify, schema. */
package dev.probation.agent.cli.check;
