package dev.probation.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** What strangers send, each on a connection of its own, and how many of those connections they keep open. */
enum FloodKind {
    /** Nothing at all. */
    IDLE(1_500) {
        @Override
        String message(Random random) {
            return "";
        }
    },
    /** A header that does not end, of the shortest lines there are. */
    HALF_HEADER(300) {
        @Override
        String message(Random random) {
            return "GET /-/healthy HTTP/1.1\r\n" + "a:\r\n".repeat(1_000 + random.nextInt(900));
        }
    },
    /** A webhook that looks signed, and half of its body. */
    HALF_WEBHOOK(200) {
        @Override
        String message(Random random) {
            return post("/api/v1/webhooks/github", SIGNATURE + "Content-Length: 262000")
                    + "x".repeat(half(random, 262_000));
        }
    },
    /** Half of the largest body that the API takes. */
    HALF_ANNOUNCEMENT(50) {
        @Override
        String message(Random random) {
            return post("/api/v1/deployments", "Content-Length: 2097152") + "x".repeat(half(random, 2_097_152));
        }
    },
    /** A webhook that is signed wrongly. */
    WRONG_SIGNATURE(20) {
        @Override
        String message(Random random) {
            return post("/api/v1/webhooks/github", SIGNATURE + "Content-Length: 2") + "{}";
        }
    },
    /** What is no HTTP, or has two meanings. */
    MALFORMED(20) {
        @Override
        String message(Random random) {
            return MALFORMED_REQUESTS[random.nextInt(MALFORMED_REQUESTS.length)];
        }
    },
    /** Many requests at once, whose answers nobody reads. */
    UNREAD(100) {
        @Override
        String message(Random random) {
            return GET.repeat(100 + random.nextInt(400));
        }
    };

    private static final String GET = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String SIGNATURE = "X-Hub-Signature-256: sha256=" + "0".repeat(64) + "\r\n";
    private static final String[] MALFORMED_REQUESTS = {
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "\u0000\u0001\u0002\r\n\r\n",
        "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
        post("/api/v1/deployments", "Transfer-Encoding: chunked") + "ZZ\r\n{}\r\n",
        post("/api/v1/deployments", "Sec-Fetch-Site: cross-site\r\nContent-Length: 2") + "{}",
        post("/api/v1/deployments", "Content-Length: 99999999"),
    };

    private final int kept;

    FloodKind(int kept) {
        this.kept = kept;
    }

    /** In ISO 8859-1. */
    abstract String message(Random random);

    /** How many connections are kept open; for a further one the oldest is closed. */
    int kept() {
        return kept;
    }

    /** As on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FloodKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kind " + label));
    }

    byte[] bytes(Random random) {
        return message(random).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String post(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                + "\r\n\r\n";
    }

    private static int half(Random random, int length) {
        return length / 2 - random.nextInt(length / 8);
    }
}
