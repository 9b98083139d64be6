/** The rollback procedure: from the decision to the recovery, or to the people who must act. */
@NullMarked
package dev.probation.agent.rollback;

import org.jspecify.annotations.NullMarked;
