package dev.probation.agent.http;

import io.vertx.core.http.HttpClientOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are trusted.
 *
 * @param caFile PEM file of the authority to trust in place of the JDK's
 * @param anyone whether any certificate will do
 */
public record Trust(Optional<Path> caFile, boolean anyone) {

    /** The JDK's authorities. */
    public static final Trust JDK = new Trust(Optional.empty(), false);

    /**
     * Reads the JDK's authorities now, and keeps them for as long as Java runs: where no descriptor is left when they are first
     * needed, nobody is trusted from then on.
     */
    public static void prepare() throws GeneralSecurityException {
        SSLContext unused = SSLContext.getDefault();
    }

    /** The authority of this file, or the JDK's where there is none. */
    public static Trust in(@Nullable Path caFile) {
        return new Trust(Optional.ofNullable(caFile), false);
    }

    void apply(HttpClientOptions options) {
        options.setTrustAll(anyone).setVerifyHost(!anyone);
        if (!anyone) {
            caFile.map(CaFile::new).ifPresent(options::setTrustOptions);
        }
    }
}
