/** Receivers: a Rollout of Argo Rollouts. */
package dev.probation.agent.receiver.rollback.argo;
