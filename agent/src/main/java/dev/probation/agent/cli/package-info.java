/** The command line; each command is thin. */
package dev.probation.agent.cli;
