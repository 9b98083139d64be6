/** The rollback procedure: from the decision to the recovery, or to the people who must act. */
package dev.probation.agent.rollback;
