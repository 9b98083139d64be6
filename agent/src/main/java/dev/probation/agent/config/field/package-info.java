/** Keys that many sections share: secrets, files, TLS, addresses and access. */
@NullMarked
package dev.probation.agent.config.field;

import org.jspecify.annotations.NullMarked;
