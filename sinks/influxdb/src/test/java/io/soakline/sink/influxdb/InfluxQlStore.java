package io.soakline.sink.influxdb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An InfluxDB of any version, looked into by InfluxQL, which all of them answer at {@code /query}. */
abstract class InfluxQlStore implements StoreUnderTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public List<Row> points(String measurement, String tag, String value, String... columns) throws Exception {
        String selected = columns.length == 0 ? "*" : '"' + String.join("\", \"", columns) + '"';
        List<Row> rows = new ArrayList<>();
        for (JsonElement row : values(query("SELECT " + selected + from(measurement, tag, value), database()))) {
            rows.add(Row.of(row.getAsJsonArray()));
        }
        return rows;
    }

    @Override
    public List<String> countAndSum(String engine, String column) throws Exception {
        String query = "SELECT count(\"" + column + "\"), sum(\"" + column + "\")" + from("windows", "engine", engine);
        return Row.of(values(query(query, database())).get(0).getAsJsonArray()).values();
    }

    private static String from(String measurement, String tag, String value) {
        return " FROM " + measurement + " WHERE " + tag + " = '"
                + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private String database() {
        InfluxSettings.Target target = settings().target();
        return target instanceof InfluxSettings.Database database
                ? database.name()
                : ((InfluxSettings.Bucket) target).name();
    }

    final JsonObject query(String influxQl, String database) throws Exception {
        String parameters = "?epoch=ns&db=" + URLEncoder.encode(database, StandardCharsets.UTF_8) + "&q="
                + URLEncoder.encode(influxQl, StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(settings().url() + "/query" + parameters));
        if (settings().credentials() instanceof InfluxSettings.Token token) {
            request.header("Authorization", "Token " + token.value());
        }
        return JsonParser.parseString(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .getAsJsonObject();
    }

    private static JsonArray values(JsonObject answer) {
        JsonObject result = answer.getAsJsonArray("results").get(0).getAsJsonObject();
        return result.has("series")
                ? result.getAsJsonArray("series").get(0).getAsJsonObject().getAsJsonArray("values")
                : new JsonArray();
    }
}
