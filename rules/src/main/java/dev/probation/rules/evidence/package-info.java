/** What numbers prove: tests of shares, of samples against samples, and of slopes. Numbers in, numbers out. */
package dev.probation.rules.evidence;
