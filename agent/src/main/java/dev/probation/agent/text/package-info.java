/** Text for people, made safe for where it is shown: terminal, log, Markdown, HTML, messages; and cut to fit. */
@NullMarked
package dev.probation.agent.text;

import org.jspecify.annotations.NullMarked;
