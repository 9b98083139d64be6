/** What can be asked of deployments and told to them, and how they are shown as JSON. */
package dev.probation.agent.deployments;
