/** Rolls back a Rollout of Argo Rollouts. */
@NullMarked
package dev.probation.agent.receiver.rollback.argo;

import org.jspecify.annotations.NullMarked;
