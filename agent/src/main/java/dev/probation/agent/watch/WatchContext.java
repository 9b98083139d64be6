package dev.probation.agent.watch;

import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.rollback.CoolDown;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.watch.commit.CommitStream;

/** What every watch of an agent works with. */
record WatchContext(
        SteadyTime time,
        StoreExecutor store,
        TargetClients clients,
        Metrics metrics,
        CoolDown coolDown,
        UnwrittenMessages unwritten,
        CommitStream commits) {}
