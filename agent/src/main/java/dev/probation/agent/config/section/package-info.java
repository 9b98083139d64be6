/** The keys of each section of a configuration, and how they become records. */
@NullMarked
package dev.probation.agent.config.section;

import org.jspecify.annotations.NullMarked;
