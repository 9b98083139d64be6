/** From a deployment's journal to its reports; pure. */
package dev.probation.agent.report;
