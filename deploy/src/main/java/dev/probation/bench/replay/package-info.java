/** The long recordings that a replay is measured with. */
@NullMarked
package dev.probation.bench.replay;

import org.jspecify.annotations.NullMarked;
