/** What the command line of a benchmark says. */
@NullMarked
package dev.probation.bench.options;

import org.jspecify.annotations.NullMarked;
