/** Notifies by messages in Slack. */
@NullMarked
package dev.probation.agent.receiver.notify.slack;

import org.jspecify.annotations.NullMarked;
