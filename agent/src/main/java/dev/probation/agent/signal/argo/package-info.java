/** Receivers: a Rollout of Argo Rollouts. */
package dev.probation.agent.signal.argo;
