/** What a value must satisfy: quantities with units, and limits on them. */
@NullMarked
package dev.probation.rules.expectation;

import org.jspecify.annotations.NullMarked;
