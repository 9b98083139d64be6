/** Receivers: e-mail. */
package dev.probation.agent.receiver.notify.email;
