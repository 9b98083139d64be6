/** What was measured: checks' samples, and recordings of them. */
package dev.probation.rules.sample;
