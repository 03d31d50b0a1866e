package io.soakline.sink.influxdb;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Sends to {@code /write} of InfluxDB 1.x what the client sends to a path that came with 1.8. */
record V1Path(InfluxSettings.Database database) implements Interceptor {

    private static final String V2 = "/api/v2/write";

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String path = request.url().encodedPath();
        return chain.proceed(
                path.endsWith(V2)
                        ? request.newBuilder()
                                .url(url(request.url(), path.substring(0, path.length() - V2.length())))
                                .build()
                        : request);
    }

    private HttpUrl url(HttpUrl v2, String base) {
        HttpUrl.Builder v1 = v2.newBuilder()
                .encodedPath(base + "/write")
                .query(null)
                .addQueryParameter("db", database.name())
                .addQueryParameter("precision", "ns");
        if (!database.retentionPolicy().isEmpty()) {
            v1.addQueryParameter("rp", database.retentionPolicy());
        }
        return v1.build();
    }
}
