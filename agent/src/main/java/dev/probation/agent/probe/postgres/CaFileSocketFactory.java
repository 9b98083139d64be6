package dev.probation.agent.probe.postgres;

import dev.probation.agent.http.CaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.postgresql.PGProperty;
import org.postgresql.ssl.WrappedFactory;

/**
 * Trusts what a target's ca-file holds, which is read as everywhere else; the driver's own factory takes other files. It is
 * made for each connection, since certificates are renewed.
 */
public final class CaFileSocketFactory extends WrappedFactory {

    /** Called by the driver. */
    public CaFileSocketFactory(Properties connection) throws IOException, GeneralSecurityException {
        CaFile file = new CaFile(Path.of(String.valueOf(PGProperty.SSL_ROOT_CERT.getOrDefault(connection))));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, file.trusted().getTrustManagers(), null);
        factory = context.getSocketFactory();
    }
}
