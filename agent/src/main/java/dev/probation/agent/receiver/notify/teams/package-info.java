/** Notifies by cards in Microsoft Teams. */
@NullMarked
package dev.probation.agent.receiver.notify.teams;

import org.jspecify.annotations.NullMarked;
