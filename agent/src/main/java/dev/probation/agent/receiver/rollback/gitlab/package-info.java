/** Rolls back by pipelines of GitLab. */
@NullMarked
package dev.probation.agent.receiver.rollback.gitlab;

import org.jspecify.annotations.NullMarked;
