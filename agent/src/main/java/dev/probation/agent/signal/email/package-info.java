/** Receivers: e-mail. */
package dev.probation.agent.signal.email;
