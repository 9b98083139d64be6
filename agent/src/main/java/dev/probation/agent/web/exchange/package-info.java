/** What every HTTP exchange needs: access, deadlines, replies and refusals. */
package dev.probation.agent.web.exchange;
