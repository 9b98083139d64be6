/** Notifies by a webhook, in the agent's JSON or in a form of its own. */
@NullMarked
package dev.probation.agent.receiver.notify.notifywebhook;

import org.jspecify.annotations.NullMarked;
