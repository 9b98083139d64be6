/** What commands share: options, output, exit codes, failures. */
package dev.probation.agent.cli.command;
