/** Series that are compared with what they were before, and how often and how fast a change is found. */
@NullMarked
package dev.probation.bench.baseline;

import org.jspecify.annotations.NullMarked;
