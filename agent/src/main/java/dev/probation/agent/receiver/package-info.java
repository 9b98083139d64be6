/** Sends one message to one service and says whether it was taken. A sub-package for each kind. */
package dev.probation.agent.receiver;
