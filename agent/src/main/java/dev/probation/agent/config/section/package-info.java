/** The keys of each section of a configuration, and how they become records. */
package dev.probation.agent.config.section;
