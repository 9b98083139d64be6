package dev.probation.agent.servers.dns;

/** What a {@link DnsServer} says where it gives no address. */
public enum DnsAnswer {
    /** The name exists, and has no address of the kind asked for. */
    NO_DATA(0),
    SERVER_FAILURE(2),
    NO_SUCH_NAME(3),
    REFUSED(5),
    SILENCE(-1);

    private final int code;

    DnsAnswer(int code) {
        this.code = code;
    }

    /** As in the header of an answer (RFC 1035, 4.1.1); -1 where there is none. */
    int code() {
        return code;
    }
}
