/** The report on a deployment or one of its windows, in Markdown and JSON. */
@NullMarked
package dev.probation.agent.report;

import org.jspecify.annotations.NullMarked;
