/** What host names stand for at the moment, and the connections that are made by name. */
@NullMarked
package dev.probation.agent.names;

import org.jspecify.annotations.NullMarked;
