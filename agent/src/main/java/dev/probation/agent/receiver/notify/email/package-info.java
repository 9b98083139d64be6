/** Notifies by e-mail. */
@NullMarked
package dev.probation.agent.receiver.notify.email;

import org.jspecify.annotations.NullMarked;
