package dev.probation.agent.names;

import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * The name that TLS tells a server, which may choose its certificate by it or refuse whoever tells none (SNI). The JDK leaves
 * out names without a dot, as containers and the services of a cluster have.
 */
public final class ServerName {

    /** With a letter, since an address can be written as a number alone. Nothing else can be told. */
    private static final Pattern WITHOUT_DOT =
            Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private ServerName() {}

    /** Whether {@code host} is a name that can be told, and that the JDK does not tell by itself. */
    public static boolean isLeftOut(String host) {
        return WITHOUT_DOT.matcher(host).matches();
    }

    /** Has {@code host} told where the JDK would leave it out. */
    public static void tell(String host, SSLParameters parameters) {
        if (isLeftOut(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
    }
}
