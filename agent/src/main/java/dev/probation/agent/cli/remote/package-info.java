/** Commands that ask or tell a running agent. */
package dev.probation.agent.cli.remote;
