/** The HTTP server: which address leads where, and what stands before all of them. */
@NullMarked
package dev.probation.agent.web;

import org.jspecify.annotations.NullMarked;
