/** The demo: an application, those who read it, the team's deployer, and who tells the story. */
@NullMarked
package dev.probation.demo;

import org.jspecify.annotations.NullMarked;
