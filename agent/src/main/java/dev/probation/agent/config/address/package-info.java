/** Where servers are and how they are reached. */
@NullMarked
package dev.probation.agent.config.address;

import org.jspecify.annotations.NullMarked;
