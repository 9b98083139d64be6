/** JSON that others send: strictly where we say what must be sent, leniently where a foreign service answers. */
@NullMarked
package dev.probation.agent.json;

import org.jspecify.annotations.NullMarked;
