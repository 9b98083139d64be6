/** How a kind of probe or receiver describes its keys, and the registry of the kinds. */
@NullMarked
package dev.probation.agent.config.kind;

import org.jspecify.annotations.NullMarked;
