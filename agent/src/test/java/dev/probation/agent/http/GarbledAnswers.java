package dev.probation.agent.http;

import java.util.stream.Stream;

/** Answers that are no HTTP, or no longer. */
public final class GarbledAnswers {

    private GarbledAnswers() {}

    public static Stream<String> all() {
        return Stream.of(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nxx",
                "HTTP/1.1 502 x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nxx",
                "HTTP/1.1 503 x\r\nContent-Length: abc\r\n\r\n",
                "HTTP/1.1 503 x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 503 x\r\nRetry-After: \u0001soon\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 abc x\r\nContent-Length: 0\r\n\r\n",
                "garbage\r\n\r\n");
    }
}
