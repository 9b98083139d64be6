/** What was measured: checks' samples, and recordings of them. */
@NullMarked
package dev.probation.rules.sample;

import org.jspecify.annotations.NullMarked;
