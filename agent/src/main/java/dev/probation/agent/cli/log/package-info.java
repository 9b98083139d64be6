/** How the agent's log is written: as text or as JSON. */
package dev.probation.agent.cli.log;
