/** From what happened to the notices about it, and who gets them. */
package dev.probation.agent.notification;
