package dev.probation.agent.probe.postgres;

import dev.probation.agent.http.CaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.postgresql.PGProperty;
import org.postgresql.ssl.LazyKeyManager;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.ssl.PEMKeyManager;
import org.postgresql.ssl.Pk8OrPemKeyManager;
import org.postgresql.util.PSQLException;

/**
 * Trusts what a target's ca-file holds, which is read as everywhere else; the driver's own factory takes other files. Like
 * that one, it presents the certificate in the home of the user to a server that asks for one. It is made for each
 * connection, since certificates are renewed.
 */
public final class CaFileSocketFactory extends LibPQFactory {

    private final Pk8OrPemKeyManager own;

    /** Called by the driver. */
    public CaFileSocketFactory(Properties connection) throws IOException, GeneralSecurityException, PSQLException {
        // which would read the ca-file in its own way; what it makes is replaced, and it is extended for its errors
        // alone
        super(new Properties());
        CaFile file = new CaFile(Path.of(String.valueOf(PGProperty.SSL_ROOT_CERT.getOrDefault(connection))));
        own = own(Path.of(System.getProperty("user.home"), ".postgresql"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {own}, file.trusted().getTrustManagers(), null);
        factory = context.getSocketFactory();
    }

    /** Of the files that the driver takes by default; none has to be there. */
    private static Pk8OrPemKeyManager own(Path folder) {
        String certificate = folder.resolve("postgresql.crt").toString();
        String key = folder.resolve("postgresql.pk8").toString();
        return new Pk8OrPemKeyManager(
                key,
                new PEMKeyManager(key, certificate, String.valueOf(PGProperty.PEM_KEY_ALGORITHM.getDefaultValue())),
                new LazyKeyManager(
                        certificate,
                        key,
                        asked -> {
                            throw new UnsupportedCallbackException(asked[0], "an agent has nobody to ask");
                        },
                        true));
    }

    /** Called by the driver, once the connection is there. */
    @Override
    public void throwKeyManagerException() throws PSQLException {
        own.throwKeyManagerException();
    }
}
