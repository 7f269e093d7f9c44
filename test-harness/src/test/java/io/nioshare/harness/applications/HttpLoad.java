package io.nioshare.harness.applications;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Many requests at once with {@code java.net.http}, twice, so that the second round finds connections open. */
final class HttpLoad {

    static final byte[] CONTENT = Check.content(1, 100_000);

    private HttpLoad() {}

    /** Every response must be {@link #CONTENT}; with {@code posts}, half of the requests send it too. */
    static void run(URI uri, boolean posts) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int round = 0; round < 2; round++) {
            List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
            for (int i = 0; i < Check.CONNECTIONS; i++) {
                HttpRequest.Builder request = HttpRequest.newBuilder(uri);
                if (posts && i % 2 == 0) {
                    request.POST(BodyPublishers.ofByteArray(CONTENT));
                }
                responses.add(client.sendAsync(request.build(), BodyHandlers.ofByteArray()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> future : responses) {
                HttpResponse<byte[]> response = future.get(Check.LIMIT_SECONDS, TimeUnit.SECONDS);
                Check.equal("status", 200, response.statusCode());
                Check.equal("checksum", true, Check.sameChecksum(CONTENT, response.body()));
            }
        }
    }
}
