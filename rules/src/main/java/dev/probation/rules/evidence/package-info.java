/** Evidence in numbers: ratios, two samples and trends, numbers in and numbers out. */
@NullMarked
package dev.probation.rules.evidence;

import org.jspecify.annotations.NullMarked;
