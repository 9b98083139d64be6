/** What can be asked of deployments and told to them, and how they are shown as JSON. */
@NullMarked
package dev.probation.agent.deployments;

import org.jspecify.annotations.NullMarked;
