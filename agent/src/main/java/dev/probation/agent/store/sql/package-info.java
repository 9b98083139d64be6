/** The store as tables; what it runs on is in the package below. */
@NullMarked
package dev.probation.agent.store.sql;

import org.jspecify.annotations.NullMarked;
