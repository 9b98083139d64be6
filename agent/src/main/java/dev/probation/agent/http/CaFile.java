package dev.probation.agent.http;

import dev.probation.agent.text.FileFault;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A PEM file with certificate authorities to trust. Read whenever a connection's TLS is prepared, since certificates are
 * renewed, and by whoever checks the configuration, so that both find the same wrong with it.
 */
public record CaFile(Path path) implements TrustOptions {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final int LARGEST = 16 << 20;

    /** The factory that trusts what the file holds, and nothing else. */
    public TrustManagerFactory trusted() throws CaFileException {
        List<Certificate> authorities = certificates();
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException unsupported) {
            throw new CaFileException(
                    path, "holds a certificate that this JDK does not take (" + unsupported.getMessage() + ')');
        }
    }

    /** Reads the file, to see whether it holds what it must. */
    public void check() throws CaFileException {
        List<Certificate> unused = certificates();
    }

    /**
     * The certificates that the file holds, at least one; what stands beside them does not matter. The JDK reads files of
     * certificates alone: it takes a key beside one for a damaged certificate, and an empty file for one without any.
     */
    private List<Certificate> certificates() throws CaFileException {
        String text = text();
        List<Certificate> found = new ArrayList<>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; ) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new CaFileException(path, "ends within a certificate");
            }
            found.add(certificate(text.substring(begin + BEGIN.length(), end), found.size() + 1));
            begin = text.indexOf(BEGIN, end);
        }
        if (found.isEmpty()) {
            throw new CaFileException(path, text.isBlank() ? "is empty" : "holds no line " + BEGIN);
        }
        return found;
    }

    private Certificate certificate(String encoded, int number) throws CaFileException {
        try {
            byte[] content = Base64.getMimeDecoder().decode(encoded);
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
        } catch (IllegalArgumentException | GeneralSecurityException broken) {
            throw new CaFileException(path, "holds a damaged certificate, its number " + number);
        }
    }

    private String text() throws CaFileException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new CaFileException(path, "cannot be read (" + FileFault.why(unreadable) + ')');
        }
    }

    /** Itself, which never changes. */
    @Override
    public TrustOptions copy() {
        return this;
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws CaFileException {
        return trusted();
    }

    @Override
    public Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) throws CaFileException {
        TrustManager[] managers = trusted().getTrustManagers();
        return serverName -> managers.clone();
    }
}
