/** What is configured, as records that refuse illegal values. */
@NullMarked
package dev.probation.agent.config;

import org.jspecify.annotations.NullMarked;
