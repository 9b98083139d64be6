/** Receivers: a Deployment of Kubernetes; and how its API is asked. */
package dev.probation.agent.receiver.rollback.kubernetes;
