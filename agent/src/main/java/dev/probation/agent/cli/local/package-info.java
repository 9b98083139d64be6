/** Commands that measure by themselves: verify, baseline. */
package dev.probation.agent.cli.local;
