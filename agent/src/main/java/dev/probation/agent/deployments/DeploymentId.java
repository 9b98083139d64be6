package dev.probation.agent.deployments;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes a deployment's id from what identifies it, so that being told twice makes one deployment. */
public final class DeploymentId {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST_VERSION = 40;

    private DeploymentId() {}

    /** Readable, and safe in an address, a file's name and a header: letters, digits and dashes. */
    public static String of(String service, String version, Instant deployedAt) {
        String plain = version.replaceAll("[^A-Za-z0-9]+", "-");
        String cut = plain.length() > LONGEST_VERSION ? plain.substring(0, LONGEST_VERSION) : plain;
        return service + '-' + cut + '-' + STAMP.format(deployedAt);
    }
}
