/** What people are told: its facts, its text and its JSON. */
package dev.probation.agent.notice;
