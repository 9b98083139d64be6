/** Rolls back a Deployment of Kubernetes; and how workloads are read and changed by its API. */
@NullMarked
package dev.probation.agent.receiver.rollback.kubernetes;

import org.jspecify.annotations.NullMarked;
