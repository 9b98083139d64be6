/** From what happened to the notices about it, and who gets them. */
@NullMarked
package dev.probation.agent.notification;

import org.jspecify.annotations.NullMarked;
