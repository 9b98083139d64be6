package dev.probation.agent.store.sql.database;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this agent writes beside its store, so that another one can say who has it. */
final class StoreOwner {

    private StoreOwner() {}

    /** Host and process. Blocks for as long as the machine looks its own name up. */
    static String text() {
        return host() + ", process " + ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
