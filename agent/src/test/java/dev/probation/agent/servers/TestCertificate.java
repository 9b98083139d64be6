package dev.probation.agent.servers;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/** A certificate for {@code localhost} that is its own authority, made with the JDK's keytool. */
public final class TestCertificate {

    private static final String PASSWORD = "changeit";

    private final Path store;
    private final Path pem;

    private TestCertificate(Path folder) {
        this.store = folder.resolve("store.p12");
        this.pem = folder.resolve("ca.pem");
    }

    /** A new one, in files of {@code folder}. */
    public static TestCertificate in(Path folder) throws IOException {
        TestCertificate made = new TestCertificate(folder);
        keytool(List.of(
                "-genkeypair",
                "-keystore",
                made.store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2"));
        keytool(List.of(
                "-exportcert",
                "-rfc",
                "-keystore",
                made.store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-file",
                made.pem.toString()));
        return made;
    }

    private static void keytool(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** The key and certificate for a server. */
    public PfxOptions key() {
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    /** The private key alone, in the form PKCS #8. */
    public byte[] privateKey() throws IOException, GeneralSecurityException {
        KeyStore read = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return read.getKey("server", PASSWORD.toCharArray()).getEncoded();
    }

    /** The certificate to trust. */
    public Path pem() {
        if (!Files.exists(pem)) {
            throw new IllegalStateException("no certificate at " + pem);
        }
        return pem;
    }
}
