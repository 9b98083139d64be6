/** Commands that judge recordings and the past: replay, backtest, compare. */
package dev.probation.agent.cli.replay;
