/** What a value must satisfy: quantities with units, and limits on them. */
package dev.probation.rules.expectation;
