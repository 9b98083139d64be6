package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.probe.Clients;
import dev.probation.agent.rollback.CoolDown;
import dev.probation.agent.store.StoreThread;
import dev.probation.agent.time.SteadyTime;

/**
 * What every watch of an agent works with.
 *
 * @param messenger tells the outbox that a message has been written
 */
record Parts(
        Config config,
        SteadyTime time,
        StoreThread store,
        Clients clients,
        Metrics metrics,
        CoolDown coolDown,
        Messenger messenger) {}
