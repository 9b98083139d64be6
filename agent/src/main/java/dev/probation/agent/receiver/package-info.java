/** Sends one message to one service and says whether it was taken. Each kind of receiver has a package below. */
@NullMarked
package dev.probation.agent.receiver;

import org.jspecify.annotations.NullMarked;
