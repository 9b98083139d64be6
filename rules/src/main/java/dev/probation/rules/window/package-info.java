/** Windows after a deployment, and their verdicts. */
package dev.probation.rules.window;
