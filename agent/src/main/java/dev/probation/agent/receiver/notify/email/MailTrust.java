package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.http.CaFile;
import dev.probation.agent.http.CaFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted. */
final class MailTrust {

    private MailTrust() {}

    /** The JDK's authorities, or those of a file, which is read each time: certificates are renewed. */
    static SSLSocketFactory of(@Nullable Path caFile) throws CaFileException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, caFile == null ? null : new CaFile(caFile).trusted().getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
