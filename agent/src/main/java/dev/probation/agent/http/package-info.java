/** HTTP out: one client, one sorting of what goes wrong, one way to make addresses. */
@NullMarked
package dev.probation.agent.http;

import org.jspecify.annotations.NullMarked;
