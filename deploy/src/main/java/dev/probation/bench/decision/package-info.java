/** Labelled deployments, the judges that decide on them, and how often and how fast each is right. */
@NullMarked
package dev.probation.bench.decision;

import org.jspecify.annotations.NullMarked;
