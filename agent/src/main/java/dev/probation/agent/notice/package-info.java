/** What people are told: its facts, its text and its JSON. */
@NullMarked
package dev.probation.agent.notice;

import org.jspecify.annotations.NullMarked;
