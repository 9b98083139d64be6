/** Rolls back by deployment statuses and workflows of GitHub. */
@NullMarked
package dev.probation.agent.receiver.rollback.github;

import org.jspecify.annotations.NullMarked;
