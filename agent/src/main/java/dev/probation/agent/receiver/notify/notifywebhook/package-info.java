/** Receivers: a webhook that is told, in the agent's JSON or in a form of its own. */
package dev.probation.agent.receiver.notify.notifywebhook;
