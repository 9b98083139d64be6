/** The connections of the server: how many there may be, how long each may take, what it may hold before it has said anything. */
@NullMarked
package dev.probation.agent.web.connection;

import org.jspecify.annotations.NullMarked;
