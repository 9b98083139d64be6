/** Text for people, made safe for where it is shown: terminal, log, Markdown, HTML. */
package dev.probation.agent.text;
