/** Asks one target one question within a deadline; what goes wrong is an outcome. A sub-package for each kind. */
package dev.probation.agent.probe;
